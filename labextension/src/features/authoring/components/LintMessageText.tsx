import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { errorIcon, warningIcon } from '../icons';
import type { IMessageView } from '../state';
import { severityWords } from '../words';

export interface ILintMessageProps {
  readonly message: IMessageView;
  readonly trans: TranslationBundle;
}

/** One thing that is wrong and how to mend it; its severity by icon and word. */
export function LintMessageText({ message, trans }: ILintMessageProps): React.JSX.Element {
  const { severity, text, advice, code } = message;
  const Icon = severity === 'error' ? errorIcon : warningIcon;
  return (
    <span className="jp-Hybrid-LintMessage" data-severity={severity}>
      <Icon.react tag="span" aria-hidden={true} className="jp-Hybrid-ButtonIcon" />
      <span>
        <strong>{trans.__('%1:', severityWords(trans, severity))}</strong> {text}.{' '}
        <em>{trans.__('To mend it: %1.', advice)}</em>{' '}
        <code className="jp-Hybrid-LintMessage-code">{code}</code>
      </span>
    </span>
  );
}
