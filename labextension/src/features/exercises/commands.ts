import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { isCellId } from '../../shared/stepRelease';
import type { NotebookExercises } from './notebook';

/** Hands in the answers of the current notebook; `{exercise}`, or that of the active cell. */
export const CHECK_EXERCISE = 'hybrid:check-exercise';

export const CHECK_KEYS = ['Accel Shift Enter'];

/** Add the command that presses Check. */
export function addCheckCommand(
  commands: CommandRegistry,
  tracker: INotebookTracker,
  exercisesOf: (panel: NotebookPanel) => NotebookExercises | undefined,
  trans: TranslationBundle
): void {
  const current = (): NotebookExercises | undefined =>
    tracker.currentWidget ? exercisesOf(tracker.currentWidget) : undefined;
  commands.addCommand(CHECK_EXERCISE, {
    label: trans.__('Check Exercise'),
    caption: trans.__('Hand in your answers and get the exercise at the active cell graded'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          exercise: {
            type: 'string',
            description: trans.__('Key of the exercise; that of the active cell without')
          }
        }
      }
    },
    isEnabled: () => (current()?.activeExercise ?? null) !== null,
    execute: async args => {
      const exercises = current();
      const exercise = isCellId(args.exercise) ? args.exercise : exercises?.activeExercise;
      if (exercises && typeof exercise === 'string') {
        await exercises.check(exercise);
      }
    }
  });
  commands.addKeyBinding({ command: CHECK_EXERCISE, keys: CHECK_KEYS, selector: '.jp-Notebook' });
}
