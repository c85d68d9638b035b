import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isKey } from '../../shared/stepRelease';
import { gradingIcon } from './icon';
import { GRADE_BY_HAND } from './tokens';
import type { GradingPage } from './widget';

export interface IGradingCommandOptions {
  readonly pages: WidgetTracker<GradingPage>;
  readonly trans: TranslationBundle;
  readonly isTrainer: () => boolean;
  readonly createPage: () => GradingPage;
}

/** Add the command that opens the page. */
export function addGradingCommand(
  { commands, shell }: Pick<JupyterFrontEnd, 'commands' | 'shell'>,
  { pages, trans, isTrainer, createPage }: IGradingCommandOptions
): void {
  const course = { type: 'string', description: trans.__('Key of the course') };
  commands.addCommand(GRADE_BY_HAND, {
    label: trans.__('Grade by Hand'),
    caption: trans.__('Give points to answers that no test can grade, or check attempts again'),
    icon: gradingIcon,
    describedBy: { args: { type: 'object', properties: { course } } },
    isVisible: isTrainer,
    isEnabled: isTrainer,
    execute: async args => {
      let page = pages.currentWidget;
      if (page === null) {
        page = createPage();
        await pages.add(page);
        shell.add(page, 'main', { type: 'Grading' });
      }
      shell.activateById(page.id);
      await page.showCourse(isKey(args.course) ? args.course : null);
    }
  });
}
