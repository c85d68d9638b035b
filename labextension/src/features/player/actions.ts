import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { IStepKey } from '../../api/types';
import { notify } from '../../shared/notice';
import { OPEN_COURSE_HOME, OPEN_STEP } from '../courses/tokens';
import type { PlayerModel } from './model';
import type { Outlines } from './outlines';
import type { Outcome, Replacement, Replacements } from './replacements';
import type { PlayerAction } from './state';
import { placeOf } from './steps';
import { OPEN_LIVE_STEP } from './tokens';
import { outcomeSentences } from './words';

export interface IActionsOptions {
  readonly commands: CommandRegistry;
  readonly outlines: Outlines;
  readonly replacements: Replacements;
  readonly trans: TranslationBundle;
  readonly openDocument: (path: string) => void;
  /** Whether a bar of this window shows what became of a step. */
  readonly isOpen: (step: IStepKey) => boolean;
  /** Asks before a reset; whether to go on. */
  readonly confirmReset?: (title: string) => Promise<boolean>;
}

/** What the buttons and commands of the player do. */
export class PlayerActions {
  constructor(private readonly _options: IActionsOptions) {}

  /** Do what a button of a step's bar says. */
  async run(model: PlayerModel, action: PlayerAction): Promise<void> {
    switch (action) {
      case 'previous':
        return this._go(model.previous?.key ?? null, model.step.course);
      case 'next':
        return this._go(model.next?.key ?? null, model.step.course);
      case 'open_home':
        return this._go(null, model.step.course);
      case 'open_step':
        return this._go(model.step, model.step.course);
      case 'toggle_done':
        return model.mark(!model.isDone);
      case 'reset':
        return this.reset(model.step);
      case 'merge':
      case 'keep_both':
        return this.replace(model.step, action);
      default:
        this._close(model, action);
    }
  }

  /** Put a fresh copy in place of a step's file, after a question. */
  async reset(step: IStepKey): Promise<void> {
    const { outlines, trans } = this._options;
    const { course } = await outlines.open(step.course);
    const title = (course && placeOf(course, step)?.step.title) ?? step.step;
    const confirm = this._options.confirmReset ?? (async one => confirmReset(one, trans));
    if (await confirm(title)) {
      await this.replace(step, 'reset');
    }
  }

  /** Replace a step's file, and say what became of it where no bar does. */
  async replace(step: IStepKey, what: Replacement): Promise<void> {
    const outcome = await this._options.replacements.replace(step, what);
    if (outcome !== null && !this._options.isOpen(step)) {
      this._notify(outcome);
    }
  }

  /** Open a step, by whatever opens its kind; the home of the course for null. */
  private async _go(step: IStepKey | null, course: string): Promise<void> {
    const { commands, outlines } = this._options;
    if (step === null) {
      await commands.execute(OPEN_COURSE_HOME, { course });
      return;
    }
    const known = outlines.get(course).course;
    const isLive = known !== null && placeOf(known, step)?.step.kind === 'live';
    await commands.execute(isLive ? OPEN_LIVE_STEP : OPEN_STEP, { ...step });
  }

  private _close(model: PlayerModel, action: 'open_kept' | 'dismiss'): void {
    if (action === 'open_kept' && model.keptAs !== null) {
      this._options.openDocument(model.keptAs);
    } else {
      model.dismiss();
    }
  }

  private _notify(outcome: Outcome): void {
    const { openDocument, trans } = this._options;
    const keptAs = outcome.kind === 'replaced' ? outcome.replaced.kept_as : null;
    const [what, ...more] = outcomeSentences(outcome, trans);
    const actions =
      keptAs === null
        ? []
        : [
            {
              label: trans.__('Open my copy'),
              callback: () => {
                openDocument(keptAs);
              }
            }
          ];
    const tone = outcome.kind === 'replaced' ? 'success' : 'error';
    notify({ tone, what, more, actions }, trans);
  }
}

async function confirmReset(title: string, trans: TranslationBundle): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Reset this step?'),
    body: trans.__(
      '“%1” will be as it was handed out. Your copy as it is now is saved first and kept beside it under another name; nothing of it is lost. Your points and attempts stay.',
      title
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Leave it as it is') }),
      Dialog.warnButton({ label: trans.__('Reset') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
