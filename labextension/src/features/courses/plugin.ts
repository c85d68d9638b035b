import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';

import { IHybridApi } from '../../api/tokens';
import { dateLanguage, DateWords } from '../../shared/dates';
import { LiveRegion } from '../../shared/liveRegion';
import { GRADE_BY_HAND } from '../grading/tokens';
import { OPEN_LIVE_STEP } from '../player/tokens';
import { IProgressModel } from '../progress/tokens';
import { ILiveSessions, JOIN_SESSION } from '../sessions/tokens';
import { addCourseCommands, enrol, markStep } from './commands';
import { matchingWords } from './components/CatalogueFilters';
import type { IStepActions } from './components/StepActions';
import { takeCourse } from './courseAddress';
import { addReadingFactory, documentFactory } from './documentFactory';
import { CourseHomes } from './homes';
import { LastCourse } from './lastCourse';
import { CoursesModel } from './model';
import { OPEN_COURSE_HOME, OPEN_COURSES, OPEN_STEP } from './tokens';
import { CoursesPanel } from './widget';

/** So long after the last key the number of courses that match is said. */
const QUIET_MS = 500;

export const courses: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:courses',
  description: 'Shows the courses of the server and the home of each, and opens their steps.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, IDocumentManager, IRenderMimeRegistry],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator, ILiveSessions],
  activate: (
    app,
    api: IHybridApi,
    progress: IProgressModel,
    documents: IDocumentManager,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
    sessions: ILiveSessions | null
  ) => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const language = dateLanguage(document.documentElement.lang, navigator.languages);
    const dates = new DateWords(trans, { language });
    const last = new LastCourse(window.localStorage);
    const model = new CoursesModel({ api, progress, last, trans });
    const region = new LiveRegion();
    const say = (sentence: string): void => {
      region.say(sentence);
    };
    const actions = (): IStepActions => ({
      trans,
      dates,
      isSessionLive: (sessions?.live.length ?? 0) > 0,
      onOpenStep: step => void commands.execute(OPEN_STEP, { ...step }),
      onJoinSession: () => void commands.execute(JOIN_SESSION),
      onMark: (step, isDone) => void markStep(step, isDone, { model, trans, say })
    });
    const onEnrol = (course: string, code: string | null): void => {
      void enrol(course, code, { model, trans, say });
    };
    const grade = (course: string): void => void commands.execute(GRADE_BY_HAND, { course });
    const onGrade = (): typeof grade | null =>
      commands.hasCommand(GRADE_BY_HAND) && commands.isVisible(GRADE_BY_HAND) ? grade : null;
    const homes = new CourseHomes(app, { model, language, actions, onEnrol, onGrade });
    commands.commandChanged.connect((_, { id }) => {
      if (id === GRADE_BY_HAND) {
        homes.update();
      }
    });
    const counting = new Debouncer(() => {
      say(matchingWords(trans, model.view.catalogue));
    }, QUIET_MS);
    const panel = new CoursesPanel({
      model,
      trans,
      actions,
      onEnrol,
      onOpenHome: course => void commands.execute(OPEN_COURSE_HOME, { course }),
      onFiltered: () => void counting.invoke()
    });
    sessions?.changed.connect(() => {
      panel.update();
      homes.update();
    });
    addReadingFactory(app.docRegistry, rendermime, trans);
    addCourseCommands(commands, {
      model,
      trans,
      showPanel: () => {
        shell.activateById(panel.id);
      },
      showHome: course => {
        homes.show(course);
      },
      showLiveStep: step => {
        void app.commands.execute(OPEN_LIVE_STEP, { ...step });
      },
      openDocument: ({ path, kind }) => {
        documents.openOrReveal(path, documentFactory(kind));
      },
      say
    });
    shell.add(panel, 'left', { rank: 150, type: 'Courses' });
    restorer?.add(panel, panel.id);
    void restorer?.restore(homes.tracker, {
      command: OPEN_COURSE_HOME,
      args: ({ course }) => ({ course }),
      name: ({ course }) => course
    });
    for (const command of [OPEN_COURSES, OPEN_COURSE_HOME]) {
      palette?.addItem({ command, category: trans.__('Hybrid Training') });
    }
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
