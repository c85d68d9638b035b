import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
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
  { commands, shell }: JupyterFrontEnd,
  { pages, trans, createPage }: IMyDataCommandOptions
): void {
  commands.addCommand(SHOW_MY_DATA, {
    label: trans.__('Show Everything Stored About Me'),
    caption: trans.__(
      'Courses, steps, attempts and answers that this server keeps under your name'
    ),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      let page = pages.currentWidget;
      if (page === null) {
        page = createPage();
        await pages.add(page);
        shell.add(page, 'main', { type: 'My Data' });
      }
      shell.activateById(page.id);
    }
  });
}
