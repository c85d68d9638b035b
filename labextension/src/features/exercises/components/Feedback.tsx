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
  readonly notes: readonly string[];
  readonly trans: TranslationBundle;
  /** What stands below the tests. */
  readonly ending?: React.ReactNode;
  /** What helps to do better. */
  readonly children?: React.ReactNode;
}

/** What an attempt came to: the verdict, what helps, the engine's notes, the tests. */
export function Feedback(props: IFeedbackProps): React.JSX.Element {
  const { verdict, isPassed, areTestsOpen, tests, notes, trans, ending, children } = props;
  return (
    <div className="jp-Hybrid-Feedback" data-passed={isPassed}>
      <p className="jp-Hybrid-Feedback-verdict">{verdict}</p>
      {children}
      {notes.map((note, index) => (
        <p
          key={index}
          className="jp-Hybrid-Feedback-note"
          // A name in code keeps its first letter as it is.
          data-begins-with={note.startsWith('`') ? 'code' : 'words'}
        >
          <Prose text={note} />
        </p>
      ))}
      <TestList tests={tests} isOpen={areTestsOpen} trans={trans} />
      {ending}
    </div>
  );
}
