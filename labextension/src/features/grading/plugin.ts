import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { windowClock as clock } from '../../shared/clock';
import { dateLanguage, DateWords } from '../../shared/dates';
import { LiveRegion } from '../../shared/liveRegion';
import { IProgressModel } from '../progress/tokens';
import { addGradingCommand } from './commands';
import { GradingModel } from './model';
import { RegradeModel } from './regrade';
import { GRADE_BY_HAND } from './tokens';
import { GradingPage } from './widget';
import { showWork } from './work';

export const grading: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:grading',
  description: 'Lets trainers grade by hand, and check attempts again after a corrected test.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, IRenderMimeRegistry],
  optional: [ICommandPalette, ILayoutRestorer, IEditorLanguageRegistry, ITranslator],
  activate: (
    app,
    api: IHybridApi,
    progress: IProgressModel,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    languages: IEditorLanguageRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const language = dateLanguage(document.documentElement.lang, navigator.languages);
    const dates = new DateWords(trans, { language });
    const pages = new WidgetTracker<GradingPage>({ namespace: 'hybrid-grading' });
    const region = new LiveRegion();
    const say = (sentence: string): void => {
      region.say(sentence);
    };
    const graded = (course: string): void => {
      // Who grades their own answers sees them too; nobody waits for it.
      progress.refresh(course).catch(() => undefined);
    };
    let isTrainer = false;
    const trainerKnown = api.me().then(
      ({ roles }) => {
        isTrainer = roles.includes('trainer');
        app.commands.notifyCommandChanged(GRADE_BY_HAND);
      },
      () => undefined // the command stays hidden; the Courses panel says what is wrong
    );
    const show = showWork({ rendermime, languages });
    addGradingCommand(app, {
      pages,
      trans,
      isTrainer: () => isTrainer,
      createPage: () =>
        new GradingPage({
          model: new GradingModel({ api, trans, say, graded }),
          regrade: new RegradeModel({ api, trans, say, clock, applied: graded }),
          trans,
          dates,
          show
        })
    });
    void restorer?.restore(pages, {
      command: GRADE_BY_HAND,
      args: page => (page.model.course === null ? {} : { course: page.model.course }),
      name: () => 'grading',
      when: trainerKnown
    });
    palette?.addItem({ command: GRADE_BY_HAND, category: trans.__('Hybrid Training') });
  }
};
