import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IDifference } from './difference';
import { difference } from './difference';

export interface IComparisonProps {
  readonly expected: string | null;
  readonly got: string | null;
  readonly trans: TranslationBundle;
}

/** What was expected above what came, with the part that differs marked. */
export function Comparison({ expected, got, trans }: IComparisonProps): React.JSX.Element | null {
  if (expected === null && got === null) {
    return null;
  }
  const parts = expected !== null && got !== null ? difference(expected, got) : null;
  return (
    <dl className="jp-Hybrid-Comparison">
      {expected !== null && <Side name={trans.__('Expected')} text={expected} part={parts?.[0]} />}
      {got !== null && <Side name={trans.__('Got')} text={got} part={parts?.[1]} />}
    </dl>
  );
}

interface ISideProps {
  readonly name: string;
  readonly text: string;
  readonly part: IDifference | undefined;
}

function Side({ name, text, part }: ISideProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Comparison-side">
      <dt>{name}</dt>
      <dd>
        <pre>
          {part ? (
            <>
              {part.before}
              {part.different !== '' && <mark>{part.different}</mark>}
              {part.after}
            </>
          ) : (
            text
          )}
        </pre>
      </dd>
    </div>
  );
}
