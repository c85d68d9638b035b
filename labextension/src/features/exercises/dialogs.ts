import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IQuestions } from './details';

/** Asks in JupyterLab's own dialogs. */
export function dialogQuestions(trans: TranslationBundle): IQuestions {
  const ask = async (title: string, body: string, label: string): Promise<boolean> => {
    const { button } = await showDialog({
      title,
      body,
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label, ariaLabel: label })
      ],
      // Enter must not give away what cannot be had back.
      defaultButton: 0
    });
    return button.accept;
  };
  return {
    mayGiveUp: async isCheckUnderWay =>
      ask(
        trans.__('Show the worked solution?'),
        [
          trans.__('Attempts from now on give no points at this exercise.'),
          trans.__('Your points so far stay.'),
          ...(isCheckUnderWay
            ? [trans.__('A Check that is still on its way may come too late to give points.')]
            : [])
        ].join(' '),
        trans.__('Give up and show it')
      ),
    mayOverwrite: async () =>
      ask(
        trans.__('Replace your answer?'),
        trans.__(
          'What stands in your answer now was never handed in. Undo in the cell brings it back.'
        ),
        trans.__('Replace it')
      )
  };
}
