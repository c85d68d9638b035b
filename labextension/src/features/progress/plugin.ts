import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { OPEN_COURSES } from '../courses/tokens';
import { ProgressModel } from './model';
import { CourseStatus } from './status';
import { IProgressModel } from './tokens';
import { CourseStatusItem } from './widget';

export const progress: JupyterFrontEndPlugin<IProgressModel> = {
  id: 'jupyter-hybrid:progress',
  description: 'Provides the learner’s progress and shows it in the status bar.',
  autoStart: true,
  requires: [IHybridApi, INotebookTracker],
  optional: [IStatusBar, ITranslator],
  provides: IProgressModel,
  activate: (
    app,
    api: IHybridApi,
    tracker: INotebookTracker,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const model = new ProgressModel(api);
    if (statusBar) {
      const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
      const status = new CourseStatus(tracker, model);
      const item = new CourseStatusItem(status, trans, () => {
        const course = status.progress?.course;
        void app.commands.execute(OPEN_COURSES, course === undefined ? {} : { course });
      });
      statusBar.registerStatusItem('jupyter-hybrid:progress', {
        item,
        align: 'left',
        rank: 90,
        isActive: () => status.progress !== null,
        activeStateChanged: status.stateChanged
      });
    }
    return model;
  }
};
