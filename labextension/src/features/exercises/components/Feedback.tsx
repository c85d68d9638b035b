import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Prose } from '../../../shared/Prose';
import type { ITestView } from './TestList';
import { TestList } from './TestList';

export interface IFeedbackProps {
  readonly verdict: string;
  readonly isPassed: boolean;
  /** Whether what each test said is worth reading at once. */
  readonly areTestsOpen: boolean;
  readonly tests: readonly ITestView[];
  readonly hint: string | null;
  readonly notes: readonly string[];
  readonly trans: TranslationBundle;
}

/** What an attempt came to: the verdict, the author's hint, the tests, the engine's notes. */
export function Feedback(props: IFeedbackProps): React.JSX.Element {
  const { verdict, isPassed, areTestsOpen, tests, hint, notes, trans } = props;
  return (
    <div className="jp-Hybrid-Feedback" data-passed={isPassed}>
      <p className="jp-Hybrid-Feedback-verdict">{verdict}</p>
      {hint !== null && (
        <p className="jp-Hybrid-Feedback-hint">
          <strong>{trans.__('Hint:')}</strong> <Prose text={hint} />
        </p>
      )}
      {notes.map((note, index) => (
        <p key={index} className="jp-Hybrid-Feedback-note">
          {note}
        </p>
      ))}
      <TestList tests={tests} isOpen={areTestsOpen} trans={trans} />
    </div>
  );
}
