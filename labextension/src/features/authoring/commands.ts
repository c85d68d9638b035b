import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { ISourceParts } from './notebook';
import { DRY_RUN, GO_TO_ANSWER, GO_TO_TESTS } from './tokens';
import { dryRunSpoken } from './words';

export interface ICellCommandsOptions {
  /** The source notebook in front, or null. */
  readonly current: () => Pick<ISourceParts, 'model' | 'notebook'> | null;
  readonly trans: TranslationBundle;
  readonly isTrainer: () => boolean;
  readonly say: (sentence: string) => void;
}

/** Add the commands that are about the active cell of a source notebook. */
export function addCellCommands(commands: CommandRegistry, options: ICellCommandsOptions): void {
  addGoTo(commands, options, 'tests');
  addGoTo(commands, options, 'answer');
  const { current, trans, isTrainer } = options;
  commands.addCommand(DRY_RUN, {
    label: trans.__('Dry Run'),
    caption: trans.__(
      'Save, then grade the exercise of the active cell with your own solution and untouched'
    ),
    describedBy: { args: { type: 'object', properties: {} } },
    isVisible: isTrainer,
    isEnabled: () => {
      const active = current()?.model.active;
      return active?.canDryRun === true && !active.isDryRunning;
    },
    execute: async () => {
      const source = current();
      const exercise = source?.model.active?.exercise ?? null;
      if (source !== null && exercise !== null) {
        await dryRun(source, exercise, options);
      }
    }
  });
}

/** Run an exercise dry, and tell whoever does not see it. */
export async function dryRun(
  { model }: Pick<ISourceParts, 'model'>,
  exercise: string,
  { trans, say }: Pick<ICellCommandsOptions, 'trans' | 'say'>
): Promise<void> {
  say(trans.__('Dry run of %1 begins.', exercise));
  const state = await model.dryRuns.run(exercise);
  if (state !== null) {
    say(dryRunSpoken(trans, state));
  }
}

/** Go from a cell to its tests or its answer, and say where that is. */
export async function goTo(
  { model, notebook }: Pick<ISourceParts, 'model' | 'notebook'>,
  from: string,
  kind: 'tests' | 'answer',
  { trans, say }: Pick<ICellCommandsOptions, 'trans' | 'say'>
): Promise<void> {
  const cell = model.counterpart(from, kind);
  if (cell === null) {
    return;
  }
  await notebook.focus(cell);
  const number = notebook.cells.findIndex(({ id }) => id === cell) + 1;
  say(
    kind === 'tests' ? trans.__('Tests, cell %1.', number) : trans.__('Answer, cell %1.', number)
  );
}

function addGoTo(
  commands: CommandRegistry,
  options: ICellCommandsOptions,
  kind: 'tests' | 'answer'
): void {
  const { current, trans, isTrainer } = options;
  commands.addCommand(kind === 'tests' ? GO_TO_TESTS : GO_TO_ANSWER, {
    label: kind === 'tests' ? trans.__('Go to Tests') : trans.__('Go to Answer'),
    caption:
      kind === 'tests'
        ? trans.__('Go from the active cell to the tests of its exercise')
        : trans.__('Go from the active tests to the answer that they grade'),
    describedBy: { args: { type: 'object', properties: {} } },
    isVisible: isTrainer,
    isEnabled: () => {
      const active = current()?.model.active;
      return kind === 'tests' ? active?.hasTests === true : active?.hasAnswer === true;
    },
    execute: async () => {
      const source = current();
      const id = source?.model.active?.id;
      if (source !== null && id !== undefined) {
        await goTo(source, id, kind, options);
      }
    }
  });
}
