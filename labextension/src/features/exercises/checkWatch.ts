import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { HybridError } from '../../api/errors';
import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey } from '../../api/types';
import type { IClock } from '../../shared/clock';
import { failureWords } from '../../shared/failure';
import type { IWatchedCheck } from './watchedCheck';
import { placeWords } from './words';

export interface ICheckWatchOptions {
  readonly api: Pick<IHybridApi, 'attempt' | 'cancelAttempt'>;
  readonly clock: IClock;
  readonly trans: TranslationBundle;
  /** Called when what is known of a Check has changed. */
  readonly changed: () => void;
  /** Called when the server says what became of a Check. */
  readonly concluded: (attempt: IAttempt) => void;
  /** Say a sentence about an exercise, once under each name. */
  readonly say: (exercise: string, name: string, sentence: string) => void;
}

interface IFollowed extends IWatchedCheck {
  readonly key: IExerciseKey;
  readonly id: string;
  readonly isHeardOf: boolean;
}

/** A result that comes sooner needs no more words. */
const FIRST_MS = 1_000;

/** Far back in the queue it is asked less often, so that a class does not ask all the time. */
const MORE_PER_PLACE_MS = 50;

const LONGEST_MS = 5_000;

/** Asks how far the Check of each exercise is while its result does not come, and takes it back. */
export class CheckWatch implements IDisposable {
  constructor(private readonly _options: ICheckWatchOptions) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Ask for a Check from soon on; one at a time for each exercise. */
  follow(key: IExerciseKey, id: string): void {
    const { exercise } = key;
    if (this._followed.get(exercise)?.id === id) {
      return;
    }
    this.leave(exercise);
    const unknown = { place: null, isCancelling: false, trouble: null, isHeardOf: false };
    this._followed.set(exercise, { key, id, ...unknown });
    this._askLater(exercise, FIRST_MS);
  }

  leave(exercise: string): void {
    this._cancelLater(exercise);
    this._followed.delete(exercise);
  }

  /** What is known of the Check of an exercise; null while the server has not said that it has it. */
  of(exercise: string): IWatchedCheck | null {
    const followed = this._followed.get(exercise);
    return followed?.isHeardOf === true ? followed : null;
  }

  /** Take back the Check of an exercise. */
  async cancel(exercise: string): Promise<void> {
    const { api, trans } = this._options;
    const followed = this._followed.get(exercise);
    if (followed === undefined || followed.isCancelling) {
      return;
    }
    const { key, id } = followed;
    this._know(exercise, { isCancelling: true, trouble: null });
    try {
      this._options.concluded(await api.cancelAttempt(key, id));
    } catch (error) {
      if (!this._isFollowed(exercise, id)) {
        return;
      }
      if (error instanceof HybridError && error.status === 409) {
        // The result is there, and on its way.
        this._know(exercise, { isCancelling: false });
        await this._ask(exercise);
        return;
      }
      const trouble = trans.__('It could not be cancelled. %1', failureWords(error, trans));
      this._know(exercise, { isCancelling: false, trouble });
      this._options.say(exercise, `${id}:not-cancelled:${trouble}`, trouble);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    [...this._followed.keys()].forEach(exercise => {
      this.leave(exercise);
    });
  }

  private async _ask(exercise: string): Promise<void> {
    const followed = this._followed.get(exercise);
    if (followed === undefined) {
      return;
    }
    const { key, id } = followed;
    let attempt: IAttempt | null = null;
    try {
      attempt = await this._options.api.attempt(key, id);
    } catch {
      // It is not there yet, or the server cannot be reached: what sends the Check tells that.
    }
    if (!this._isFollowed(exercise, id)) {
      return;
    }
    if (attempt !== null && attempt.state !== 'queued') {
      this._options.concluded(attempt);
    } else if (attempt !== null) {
      this._hear(exercise, attempt.position);
    }
    this._askLater(exercise, delayMs(attempt?.position ?? null));
  }

  private _hear(exercise: string, place: number | null): void {
    const followed = this._followed.get(exercise);
    if (followed === undefined) {
      return;
    }
    const { say, trans } = this._options;
    const { id, place: before } = followed;
    this._know(exercise, { place, isHeardOf: true });
    if (place !== null) {
      // The first place, and that it is the next one: not each step in between.
      say(exercise, `${id}:${place === 1 ? 'next' : 'place'}`, placeWords(place, trans));
    } else if (before !== null) {
      say(exercise, `${id}:begun`, trans.__('It is being checked.'));
    }
  }

  private _know(exercise: string, more: Partial<IFollowed>): void {
    const followed = this._followed.get(exercise);
    if (followed !== undefined) {
      this._followed.set(exercise, { ...followed, ...more });
      this._options.changed();
    }
  }

  private _isFollowed(exercise: string, id: string): boolean {
    return this._followed.get(exercise)?.id === id;
  }

  private _askLater(exercise: string, ms: number): void {
    this._cancelLater(exercise);
    if (this._followed.has(exercise)) {
      const cancel = this._options.clock.later(ms, () => void this._ask(exercise));
      this._timers.set(exercise, cancel);
    }
  }

  private _cancelLater(exercise: string): void {
    this._timers.get(exercise)?.();
    this._timers.delete(exercise);
  }

  private readonly _followed = new Map<string, IFollowed>();
  private readonly _timers = new Map<string, () => void>();
  private _isDisposed = false;
}

function delayMs(place: number | null): number {
  return Math.min(LONGEST_MS, FIRST_MS + MORE_PER_PLACE_MS * (place ?? 0));
}
