import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { IProgressModel } from '../progress/tokens';
import { addCourseCommands } from './commands';
import { takeCourse } from './courseAddress';
import { CoursesModel } from './model';
import { OPEN_COURSES, OPEN_STEP } from './tokens';
import { CoursesPanel } from './widget';

export const courses: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:courses',
  description: 'Shows the courses of the server in a side bar and opens their steps.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, IDocumentManager],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator],
  activate: (
    app,
    api: IHybridApi,
    progress: IProgressModel,
    documents: IDocumentManager,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const model = new CoursesModel({ api, progress, trans });
    const panel = new CoursesPanel(model, trans, step => {
      void app.commands.execute(OPEN_STEP, { ...step });
    });
    addCourseCommands(app.commands, {
      model,
      trans,
      showPanel: () => {
        app.shell.activateById(panel.id);
      },
      openDocument: path => {
        documents.openOrReveal(path);
      }
    });
    app.shell.add(panel, 'left', { rank: 150, type: 'Courses' });
    restorer?.add(panel, panel.id);
    palette?.addItem({ command: OPEN_COURSES, category: trans.__('Hybrid Training') });
    void beginWithCourse(app, model);
  }
};

async function beginWithCourse(app: JupyterFrontEnd, model: CoursesModel): Promise<void> {
  const course = takeCourse(window.location, url => {
    window.history.replaceState(window.history.state, '', url);
  });
  if (course === null) {
    return;
  }
  await app.restored;
  await app.commands.execute(OPEN_COURSES, { course });
  const next = model.next(course);
  if (next !== null) {
    await app.commands.execute(OPEN_STEP, { ...next });
  }
}
