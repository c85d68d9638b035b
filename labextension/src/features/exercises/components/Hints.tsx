import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Prose } from '../../../shared/Prose';
import type { IHintsView } from '../hints';

export interface IHintsProps {
  /** That of the latest attempt, or null. */
  readonly latest: string | null;
  readonly hints: IHintsView;
  readonly nAttempts: number;
  /** How many the author wrote; null while that is not known. */
  readonly nHints: number | null;
  readonly isPassed: boolean;
  readonly trans: TranslationBundle;
  /** Read what earlier attempts brought. */
  readonly onRead: () => void;
}

/** The latest hint, and the earlier ones folded. */
export function Hints(props: IHintsProps): React.JSX.Element | null {
  const { latest, hints, nAttempts, nHints, isPassed, trans, onRead } = props;
  const { earned, isComplete } = hints;
  const earlier = earned.filter(hint => hint !== latest);
  const mayHaveMore = !isComplete && nAttempts > 1 && nHints !== 0;
  const hasEarlier = earlier.length > 0 || (mayHaveMore && (latest !== null || nHints !== null));
  const isMore = !isPassed && latest !== null && nHints !== null && earned.length < nHints;
  if (latest === null && !hasEarlier) {
    return null;
  }
  return (
    <div className="jp-Hybrid-Hints">
      {latest !== null && (
        <p className="jp-Hybrid-Feedback-hint">
          <strong>{label(earned, latest, isComplete, trans)}</strong> <Prose text={latest} />
        </p>
      )}
      {isComplete && isMore && <p>{trans.__('There may be more after further attempts.')}</p>}
      {hasEarlier && (
        <details
          onToggle={({ currentTarget }) => {
            if (currentTarget.open && mayHaveMore) {
              onRead();
            }
          }}
        >
          <summary>{trans.__('Earlier hints')}</summary>
          {earlier.map(hint => (
            <p key={hint} className="jp-Hybrid-Feedback-hint">
              <strong>{label(earned, hint, isComplete, trans)}</strong> <Prose text={hint} />
            </p>
          ))}
          {isComplete && earlier.length === 0 && <p>{trans.__('There is none.')}</p>}
        </details>
      )}
    </div>
  );
}

function label(
  earned: readonly string[],
  hint: string,
  isComplete: boolean,
  trans: TranslationBundle
): string {
  return isComplete && earned.length > 1
    ? trans.__('Hint %1 of %2:', earned.indexOf(hint) + 1, earned.length)
    : trans.__('Hint:');
}
