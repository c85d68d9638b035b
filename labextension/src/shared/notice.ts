import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** JupyterLab cuts the text of a notification after so many characters. */
const LONGEST = 140;

export interface INoticeAction {
  readonly label: string;
  readonly callback: () => void;
}

export interface INotice {
  readonly tone: 'success' | 'error';
  /** What happened, as a sentence. */
  readonly what: string;
  /** Why, what is safe and what to do, as sentences. */
  readonly more: readonly string[];
  readonly actions?: readonly INoticeAction[];
}

/** Say something that stays until it is closed; in a dialog where a notification would cut it. */
export function notify(notice: INotice, trans: TranslationBundle): void {
  const { tone, what, more, actions = [] } = notice;
  const words = [what, ...more].join(' ');
  if (words.length <= LONGEST) {
    Notification[tone](words, { autoClose: false, actions: [...actions] });
    return;
  }
  void showDialog({
    title: what,
    body: more.join(' '),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Close') }),
      ...actions.map(({ label }) => Dialog.okButton({ label }))
    ]
  }).then(({ button }) => {
    actions.find(({ label }) => label === button.label)?.callback();
  });
}
