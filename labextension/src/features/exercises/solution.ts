import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { IExerciseKey, IExerciseProgress, ISolution } from '../../api/types';
import { failureWords } from '../../shared/failure';

/** Whether the worked solution can be read. */
export type SolutionAccess = IExerciseProgress['solution'];

/** What the bar shows of the worked solution. */
export type SolutionView =
  | { readonly kind: 'hidden' | 'loading' }
  | { readonly kind: 'shown'; readonly cells: ISolution['cells']; readonly isOpen: boolean }
  | { readonly kind: 'failed'; readonly words: string };

export interface ISolutionOptions {
  readonly exercise: IExerciseKey;
  readonly api: Pick<IHybridApi, 'solution' | 'giveUp'>;
  readonly trans: TranslationBundle;
  readonly access: () => SolutionAccess;
  /** Say what giving up costs, and ask. */
  readonly mayGiveUp: () => Promise<boolean>;
  /** Called when the server knows that the learner has given up. */
  readonly gaveUp: () => void;
}

/** The worked solution of one exercise; read when it is asked for. */
export class WorkedSolution {
  constructor(private readonly _options: ISolutionOptions) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get view(): SolutionView {
    return this._view;
  }

  /** Read and show the solution; where it costs the points, only if the learner agrees. */
  async show(): Promise<void> {
    const { access, api, exercise, mayGiveUp, gaveUp, trans } = this._options;
    if (this._isAsking || access() === 'locked') {
      return;
    }
    this._isAsking = true;
    try {
      const isGivingUp = access() === 'give_up';
      if (isGivingUp && !(await mayGiveUp())) {
        return;
      }
      this._set({ kind: 'loading' });
      const { cells } = isGivingUp ? await api.giveUp(exercise) : await api.solution(exercise);
      this._set({ kind: 'shown', cells, isOpen: true });
      if (isGivingUp) {
        gaveUp();
      }
    } catch (error) {
      this._set({ kind: 'failed', words: failureWords(error, trans) });
    } finally {
      this._isAsking = false;
    }
  }

  open(isOpen: boolean): void {
    if (this._view.kind === 'shown') {
      this._set({ ...this._view, isOpen });
    }
  }

  private _set(view: SolutionView): void {
    this._view = view;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _view: SolutionView = { kind: 'hidden' };
  private _isAsking = false;
}
