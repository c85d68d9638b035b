import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { MyDataPage } from './myDataPage';

/** Opens the page with everything that is stored about the person of this window. */
export const SHOW_MY_DATA = 'hybrid:show-my-data';

export interface IMyDataCommandOptions {
  readonly pages: WidgetTracker<MyDataPage>;
  readonly trans: TranslationBundle;
  readonly createPage: () => MyDataPage;
}

/** Add the command that shows what is stored. */
export function addMyDataCommand(
  { commands, shell, restored }: JupyterFrontEnd,
  { pages, trans, createPage }: IMyDataCommandOptions
): void {
  const create = async (): Promise<MyDataPage> => {
    const page = createPage();
    await pages.add(page);
    shell.add(page, 'main', { type: 'My Data' });
    // JupyterLab attaches nothing before it is back.
    void restored.then(() => {
      if (!page.isAttached) {
        showInDialog(page, trans);
      }
    });
    return page;
  };
  commands.addCommand(SHOW_MY_DATA, {
    label: trans.__('Show Everything Stored About Me'),
    caption: trans.__(
      'Courses, steps, attempts and answers that this server keeps under your name'
    ),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const page = pages.currentWidget ?? (await create());
      shell.activateById(page.id);
    }
  });
}

/** Notebook 7 shows one document in a window and has no place for a page beside it. */
function showInDialog(page: MyDataPage, trans: TranslationBundle): void {
  void showDialog({
    title: page.title.label,
    body: page,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  }).finally(() => {
    page.dispose();
  });
}
