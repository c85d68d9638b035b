import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { IStepKey } from '../../api/types';
import type { PlayerModel } from './model';
import { isSameStep } from '../../shared/stepKey';

/** The steps that are open in this window, by the widget that shows them. */
export class Players {
  /** Emitted when a step is opened or closed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get(widget: Widget | null): PlayerModel | null {
    return (widget && this._models.get(widget)) ?? null;
  }

  /** Whether some widget shows that step. */
  hasStep(step: IStepKey): boolean {
    return [...this._models.values()].some(model => isSameStep(model.step, step));
  }

  /** Read anew how far one is with what is open; other windows change that too. */
  refresh(): void {
    for (const model of this._models.values()) {
      void model.readProgress();
    }
  }

  /** Count a step in until the result is disposed of. */
  add(widget: Widget, model: PlayerModel): IDisposable {
    this._models.set(widget, model);
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._models.delete(widget);
      this._changed.emit();
    });
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _models = new Map<Widget, PlayerModel>();
}
