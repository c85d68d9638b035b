import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IStepKey } from '../../api/types';
import { failureWords } from '../../shared/failure';
import { isKey } from '../../shared/stepRelease';
import type { CoursesModel } from './model';
import { OPEN_COURSES, OPEN_STEP } from './tokens';

export interface ICourseCommandsOptions {
  readonly model: CoursesModel;
  readonly trans: TranslationBundle;
  /** Bring the panel to the front. */
  readonly showPanel: () => void;
  readonly openDocument: (path: string) => void;
}

/** Add the commands that open the panel and steps. */
export function addCourseCommands(
  commands: CommandRegistry,
  options: ICourseCommandsOptions
): void {
  const { model, trans, showPanel } = options;
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
  commands.addCommand(OPEN_STEP, {
    label: trans.__('Open Step'),
    caption: trans.__('Open the notebook of a step'),
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
  const { model, trans, openDocument } = options;
  try {
    openDocument(await model.openStep(step));
  } catch (error) {
    Notification.error(
      [
        trans.__('The step %1 could not be opened.', step.step),
        failureWords(error, trans),
        trans.__('Your notebooks are safe.')
      ].join(' '),
      {
        autoClose: false,
        actions: [{ label: trans.__('Retry'), callback: () => void openStep(step, options) }]
      }
    );
  }
}

function readStepKey(args: ReadonlyPartialJSONObject): IStepKey | null {
  const { course, module, step } = args;
  return isKey(course) && isKey(module) && isKey(step) ? { course, module, step } : null;
}
