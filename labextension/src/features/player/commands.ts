import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IStepKey } from '../../api/types';
import { readStepKey } from '../../shared/stepKey';
import type { PlayerActions } from './actions';
import type { PlayerModel } from './model';
import { PLAYED_CLASS } from './stepDocument';
import {
  MARK_STEP_DONE,
  NEXT_STEP,
  OPEN_LIVE_STEP,
  PREVIOUS_STEP,
  RESET_STEP,
  UPDATE_STEP
} from './tokens';

export interface IPlayerCommandsOptions {
  readonly actions: PlayerActions;
  readonly trans: TranslationBundle;
  /** The step that is open in the current tab, or null. */
  readonly current: () => PlayerModel | null;
  readonly openLiveStep: (step: IStepKey) => void;
}

/** Keys that neither JupyterLab nor its editor takes; they work in documents that have the bar. */
const KEYS: readonly (readonly [string, string])[] = [
  [NEXT_STEP, 'Alt Shift PageDown'],
  [PREVIOUS_STEP, 'Alt Shift PageUp'],
  [MARK_STEP_DONE, 'Alt Shift D']
];

/** Add the commands of the player, and their keys. */
export function addPlayerCommands(
  commands: CommandRegistry,
  options: IPlayerCommandsOptions
): void {
  addWalking(commands, options);
  addMarking(commands, options);
  addReplacing(commands, options);
  addLiveStep(commands, options);
  for (const [command, key] of KEYS) {
    commands.addKeyBinding({ command, keys: [key], selector: `.${PLAYED_CLASS}` });
  }
}

function addWalking(
  commands: CommandRegistry,
  { actions, trans, current }: IPlayerCommandsOptions
): void {
  commands.addCommand(NEXT_STEP, {
    label: trans.__('Next Step'),
    caption: trans.__('Open the step after this one; at the end, the home of the course'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => (current()?.place ?? null) !== null,
    execute: async () => {
      const model = current();
      if (model?.place) {
        await actions.run(model, 'next');
      }
    }
  });
  commands.addCommand(PREVIOUS_STEP, {
    label: trans.__('Previous Step'),
    caption: trans.__('Open the step before this one'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => (current()?.previous ?? null) !== null,
    execute: async () => {
      const model = current();
      if (model?.previous) {
        await actions.run(model, 'previous');
      }
    }
  });
}

function addMarking(commands: CommandRegistry, { trans, current }: IPlayerCommandsOptions): void {
  commands.addCommand(MARK_STEP_DONE, {
    label: () =>
      current()?.isDone === true
        ? trans.__('Mark Step as Not Done')
        : trans.__('Mark Step as Done'),
    caption: trans.__('Say that you are done with this step, or take that back'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          is_done: {
            type: 'boolean',
            description: trans.__('Whether it is done; the other way round without')
          }
        }
      }
    },
    isEnabled: () => canMark(current()),
    execute: async args => {
      const model = current();
      if (model !== null && canMark(model)) {
        await model.mark(typeof args.is_done === 'boolean' ? args.is_done : !model.isDone);
      }
    }
  });
}

function canMark(model: PlayerModel | null): model is PlayerModel {
  const done = model?.view.done ?? null;
  return done !== null && !done.isByExercises;
}

function addReplacing(
  commands: CommandRegistry,
  { actions, trans, current }: IPlayerCommandsOptions
): void {
  const step = (args: ReadonlyPartialJSONObject): IStepKey | null =>
    readStepKey(args) ?? current()?.step ?? null;
  const properties = stepProperties(trans);
  commands.addCommand(RESET_STEP, {
    label: trans.__('Reset Step…'),
    caption: trans.__('Get a step as it was handed out; your copy is kept beside it'),
    describedBy: { args: { type: 'object', properties } },
    isEnabled: args => readStepKey(args) !== null || (current()?.canReset ?? false),
    execute: async args => {
      const key = step(args);
      if (key !== null) {
        await actions.reset(key);
      }
    }
  });
  const mode = {
    type: 'string',
    enum: ['merge', 'keep_both'],
    description: trans.__(
      'merge: new cells with your answers in them; keep_both: a fresh copy, yours beside it'
    )
  };
  commands.addCommand(UPDATE_STEP, {
    label: trans.__('Bring Step up to Date'),
    caption: trans.__('Put the new cells of a step into your notebook; your answers stay'),
    describedBy: { args: { type: 'object', properties: { ...properties, mode } } },
    isEnabled: args => readStepKey(args) !== null || isOutdated(current()),
    execute: async args => {
      const key = step(args);
      if (key !== null) {
        await actions.replace(key, args.mode === 'keep_both' ? 'keep_both' : 'merge');
      }
    }
  });
}

function isOutdated(model: PlayerModel | null): boolean {
  return model?.notices.some(({ key }) => key === 'outdated') ?? false;
}

function addLiveStep(
  commands: CommandRegistry,
  { trans, openLiveStep }: IPlayerCommandsOptions
): void {
  commands.addCommand(OPEN_LIVE_STEP, {
    label: trans.__('Open Live Step'),
    caption: trans.__('Show when a live step takes place'),
    describedBy: {
      args: {
        type: 'object',
        required: ['course', 'module', 'step'],
        properties: stepProperties(trans)
      }
    },
    isEnabled: args => readStepKey(args) !== null,
    execute: args => {
      const key = readStepKey(args);
      if (key !== null) {
        openLiveStep(key);
      }
    }
  });
}

function stepProperties(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    course: { type: 'string', description: trans.__('Key of the course') },
    module: { type: 'string', description: trans.__('Key of the module') },
    step: { type: 'string', description: trans.__('Key of the step') }
  };
}
