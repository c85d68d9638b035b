import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { IOpenedStep, IStepKey } from '../../api/types';
import { failureWords } from '../../shared/failure';
import { coursesIcon } from '../../shared/icons';
import { notify } from '../../shared/notice';
import { readStepKey } from '../../shared/stepKey';
import { isKey } from '../../shared/stepRelease';
import type { CoursesModel } from './model';
import { OPEN_COURSE_HOME, OPEN_COURSES, OPEN_STEP } from './tokens';

export interface ICourseCommandsOptions {
  readonly model: Pick<
    CoursesModel,
    'load' | 'open' | 'openStep' | 'dropOpening' | 'enrol' | 'mark' | 'step' | 'preferred'
  >;
  readonly trans: TranslationBundle;
  /** Bring the panel to the front. */
  readonly showPanel: () => void;
  /** Bring the home of a course to the front. */
  readonly showHome: (course: string) => void;
  /** Bring the page of a live step to the front: it has no document. */
  readonly showLiveStep: (step: IStepKey) => void;
  readonly openDocument: (opened: IOpenedStep) => void;
  /** Say a sentence to those who do not see what happens. */
  readonly say: (sentence: string) => void;
}

/** Add the commands that open the panel, course homes and steps. */
export function addCourseCommands(
  commands: CommandRegistry,
  options: ICourseCommandsOptions
): void {
  addCoursesCommand(commands, options);
  addHomeCommand(commands, options);
  addStepCommand(commands, options);
}

function addCoursesCommand(
  commands: CommandRegistry,
  { model, trans, showPanel }: ICourseCommandsOptions
): void {
  commands.addCommand(OPEN_COURSES, {
    label: trans.__('Open Courses'),
    caption: trans.__('Show the courses of this server and how far you are'),
    describedBy: {
      args: {
        type: 'object',
        properties: { course: { type: 'string', description: trans.__('Key of the course') } }
      }
    },
    execute: async args => {
      showPanel();
      // The command palette gives the focus back to where it was once the command has begun.
      window.setTimeout(showPanel);
      await model.load();
      if (isKey(args.course)) {
        await model.open(args.course);
      }
    }
  });
}

function addHomeCommand(
  commands: CommandRegistry,
  { model, trans, showHome }: ICourseCommandsOptions
): void {
  commands.addCommand(OPEN_COURSE_HOME, {
    label: trans.__('Open Course Home'),
    caption: trans.__('Show what is next, what is left today and the way through a course'),
    icon: coursesIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          course: {
            type: 'string',
            description: trans.__('Key of the course; the one used last without')
          }
        }
      }
    },
    execute: async args => {
      if (isKey(args.course)) {
        showHome(args.course);
        return;
      }
      await model.load();
      const course = model.preferred;
      if (course === null) {
        await commands.execute(OPEN_COURSES);
      } else {
        showHome(course);
      }
    }
  });
}

function addStepCommand(commands: CommandRegistry, options: ICourseCommandsOptions): void {
  const { trans } = options;
  commands.addCommand(OPEN_STEP, {
    label: trans.__('Open Step'),
    caption: trans.__('Open the document of a step'),
    describedBy: {
      args: {
        type: 'object',
        required: ['course', 'module', 'step'],
        properties: {
          course: { type: 'string', description: trans.__('Key of the course') },
          module: { type: 'string', description: trans.__('Key of the module') },
          step: { type: 'string', description: trans.__('Key of the step') }
        }
      }
    },
    isEnabled: args => readStepKey(args) !== null,
    execute: async args => {
      const step = readStepKey(args);
      if (step !== null) {
        await openStep(step, options);
      }
    }
  });
}

async function openStep(step: IStepKey, options: ICourseCommandsOptions): Promise<void> {
  const { model, trans, openDocument, showLiveStep, say } = options;
  const known = model.step(step);
  if (known?.kind === 'live') {
    model.dropOpening();
    showLiveStep(step);
    return;
  }
  const title = known?.title ?? step.step;
  try {
    const opened = await model.openStep(step);
    if (opened !== null) {
      openDocument(opened);
      say(trans.__('Opened: %1', title));
    }
  } catch (error) {
    notify(
      {
        tone: 'error',
        what: trans.__('The step %1 could not be opened.', title),
        more: [failureWords(error, trans), trans.__('Your notebooks are safe.')],
        actions: [{ label: trans.__('Retry'), callback: () => void openStep(step, options) }]
      },
      trans
    );
  }
}

/** Become a learner of a course, and tell whoever does not see it; failures are shown in place. */
export async function enrol(
  course: string,
  code: string | null,
  { model, trans, say }: Pick<ICourseCommandsOptions, 'model' | 'trans' | 'say'>
): Promise<void> {
  if (await model.enrol(course, code)) {
    say(trans.__('You take this course now.'));
  }
}

/** Mark a step that has no document of its own, and tell whoever does not see it. */
export async function markStep(
  step: IStepKey,
  isDone: boolean,
  { model, trans, say }: Pick<ICourseCommandsOptions, 'model' | 'trans' | 'say'>
): Promise<void> {
  const title = model.step(step)?.title ?? step.step;
  try {
    await model.mark(step, isDone);
    say(isDone ? trans.__('Done: %1', title) : trans.__('Not done: %1', title));
  } catch (error) {
    notify(
      {
        tone: 'error',
        what: trans.__('The step %1 could not be marked.', title),
        more: [failureWords(error, trans)]
      },
      trans
    );
  }
}
