import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useState } from 'react';

import type { SolutionView } from '../solution';
import { Code } from './Code';

export interface ISolutionProps {
  readonly solution: SolutionView;
  readonly exercise: string;
  readonly trans: TranslationBundle;
  readonly highlight: (code: string, element: HTMLElement) => void;
}

/** The worked solution below the learner's answer; it can be read and copied, and goes nowhere by itself. */
export function Solution(props: ISolutionProps): React.JSX.Element | null {
  const { solution, exercise, trans, highlight } = props;
  switch (solution.kind) {
    case 'hidden':
      return null;
    case 'loading':
      return <p className="jp-Hybrid-ExerciseBar-sentence">{trans.__('Reading the solution…')}</p>;
    case 'failed':
      return (
        <p className="jp-Hybrid-ExerciseBar-sentence" role="alert">
          {trans.__('The solution could not be read. %1', solution.words)}
        </p>
      );
    case 'shown':
      return solution.isOpen ? (
        <div className="jp-Hybrid-Solution" role="group" aria-label={trans.__('Worked solution')}>
          <strong>{trans.__('Worked solution')}</strong>
          {solution.cells.map(({ id, source }) => (
            <Cell
              key={id}
              source={source}
              label={trans.__('Solution of %1', solution.cells.length > 1 ? id : exercise)}
              trans={trans}
              highlight={highlight}
            />
          ))}
        </div>
      ) : null;
  }
}

interface ICellProps {
  readonly source: string;
  readonly label: string;
  readonly trans: TranslationBundle;
  readonly highlight: (code: string, element: HTMLElement) => void;
}

function Cell({ source, label, trans, highlight }: ICellProps): React.JSX.Element {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="jp-Hybrid-Solution-cell">
      <Code code={source} label={label} highlight={highlight} />
      <Button
        className="jp-mod-styled jp-Hybrid-Button"
        aria-label={trans.__('Copy: %1', label)}
        onClick={() => {
          Clipboard.copyToSystem(source);
          setCopied(true);
        }}
      >
        {trans.__('Copy')}
      </Button>
      <span role="status">{isCopied ? trans.__('Copied') : ''}</span>
    </div>
  );
}
