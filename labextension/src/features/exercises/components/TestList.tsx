import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, closeIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { Comparison } from './Comparison';

export interface ITestView {
  readonly name: string;
  readonly passed: boolean;
  readonly hidden: boolean;
  readonly message: string;
  readonly expected: string | null;
  readonly got: string | null;
}

export interface ITestListProps {
  readonly tests: readonly ITestView[];
  /** Whether what each test said is shown from the start. */
  readonly isOpen: boolean;
  readonly trans: TranslationBundle;
}

/** What each test said; of a hidden one only whether it passed. */
export function TestList({ tests, isOpen, trans }: ITestListProps): React.JSX.Element | null {
  const reason = commonReason(tests);
  return tests.length === 0 ? null : (
    <details open={isOpen}>
      <summary>{trans._n('%1 test', '%1 tests', tests.length)}</summary>
      {reason !== null && (
        <>
          <p className="jp-Hybrid-ExerciseBar-sentence">
            {trans.__('These tests failed for one reason:')}
          </p>
          <pre className="jp-Hybrid-Test-message">{reason}</pre>
        </>
      )}
      <ul className="jp-Hybrid-TestList" aria-label={trans.__('Tests')}>
        {tests.map((test, index) => (
          <TestLine
            key={index}
            test={reason === null ? test : { ...test, message: '' }}
            trans={trans}
          />
        ))}
      </ul>
    </details>
  );
}

function TestLine({
  test,
  trans
}: {
  test: ITestView;
  trans: TranslationBundle;
}): React.JSX.Element {
  const said = saidBeside(test);
  const Icon = test.passed ? checkIcon : closeIcon;
  return (
    <li className="jp-Hybrid-Test" data-passed={test.passed}>
      <Icon.react tag="span" className="jp-Hybrid-Test-icon" aria-hidden={true} />
      <div className="jp-Hybrid-Test-said">
        <span className="jp-Hybrid-Test-verdict">
          {test.passed ? trans.__('Passed') : trans.__('Failed')}
        </span>{' '}
        <code className="jp-Hybrid-Test-name">{test.name}</code>
        {!test.passed && !test.hidden && (
          <>
            {said !== '' && <pre className="jp-Hybrid-Test-message">{said}</pre>}
            <Comparison expected={test.expected} got={test.got} trans={trans} />
          </>
        )}
      </div>
    </li>
  );
}

/** What all tests say that failed and may say why, so that it is read once; otherwise null. */
function commonReason(tests: readonly ITestView[]): string | null {
  const failed = tests.filter(({ passed, hidden }) => !passed && !hidden);
  const messages = new Set(failed.map(({ message }) => message));
  const isCompared = failed.some(({ expected }) => expected !== null);
  const [message] = messages;
  return failed.length > 1 && messages.size === 1 && !isCompared && message ? message : null;
}

/** What a message says beside the comparison, which is shown below it. */
function saidBeside({ message, expected, got }: ITestView): string {
  const compared = `expected ${expected ?? ''}, got ${got ?? ''}`;
  if (message === compared) {
    return '';
  }
  // The engine puts it behind the author's words, or behind what went wrong in the answer.
  const ending = [` (${compared})`, `; ${compared}`].find(each => message.endsWith(each));
  return ending === undefined ? message : message.slice(0, -ending.length);
}
