import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IAttemptView } from '../state';
import { Sentences } from './PhaseNote';

export interface ITermsProps {
  readonly attempt: IAttemptView;
  readonly trans: TranslationBundle;
}

/** How an answer was checked, and how much that proves; folded. */
export function Terms({ attempt, trans }: ITermsProps): React.JSX.Element | null {
  const sentences = [
    ...(attempt.practice ? [practiceWords(attempt, trans)] : []),
    ...trustSentences(attempt, trans)
  ];
  return sentences.length === 0 ? null : (
    <details className="jp-Hybrid-Terms">
      <summary>
        {attempt.practice
          ? trans.__('How this was checked: practice')
          : trans.__('How this was checked')}
      </summary>
      <Sentences sentences={sentences} />
    </details>
  );
}

function practiceWords({ isolation }: IAttemptView, trans: TranslationBundle): string {
  return isolation === 'A0' || isolation === 'kernel'
    ? trans.__(
        'This is practice: answers are not kept apart here so well that hidden tests stay secret.'
      )
    : trans.__(
        'This is practice: the server is your own, and hidden tests cannot be secret on your own disk.'
      );
}

function trustSentences({ isolation, trust }: IAttemptView, trans: TranslationBundle): string[] {
  switch (trust) {
    case 'split':
      return [trans.__('The tests ran apart from your code, and saw only data of it.')];
    case 'sealed':
      return [trans.__('The tests ran in a sealed copy of your code’s process.')];
    case 'shared':
      return [trans.__('The tests ran beside your code, as in nbgrader.')];
    case null:
      return isolation === 'kernel'
        ? [trans.__('The tests ran in the same kernel as your code.')]
        : [];
  }
}
