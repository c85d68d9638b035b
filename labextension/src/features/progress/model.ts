import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { IExerciseKey, IExerciseProgress, IProgress } from '../../api/types';
import type { IClock } from '../../shared/clock';
import { windowClock } from '../../shared/clock';
import type { IProgressModel } from './tokens';

/** Keeps the progress of each course that was asked for. */
export class ProgressModel implements IProgressModel {
  constructor(
    private readonly _api: Pick<IHybridApi, 'progress'>,
    private readonly _clock: Pick<IClock, 'now'> = windowClock
  ) {}

  get changed(): ISignal<this, string> {
    return this._changed;
  }

  get(course: string): IProgress | null {
    return this._known.get(course) ?? null;
  }

  exercise({ course, module, step, exercise }: IExerciseKey): IExerciseProgress | null {
    const progress = this._known.get(course);
    return (
      progress?.exercises.find(
        each => each.module === module && each.step === step && each.exercise === exercise
      ) ?? null
    );
  }

  async load(course: string, maxAgeMs = Infinity): Promise<IProgress> {
    const known = this._known.get(course);
    const age = this._clock.now() - (this._readAt.get(course) ?? -Infinity);
    return known !== undefined && age <= maxAgeMs
      ? known
      : (this._asked.get(course) ?? this.refresh(course));
  }

  async refresh(course: string): Promise<IProgress> {
    const answer = this._api.progress(course);
    this._asked.set(course, answer);
    try {
      const progress = await answer;
      // An older question that is answered late must not hide what a newer one brought.
      if (this._asked.get(course) === answer) {
        this._known.set(course, progress);
        this._readAt.set(course, this._clock.now());
        this._changed.emit(course);
      }
      return progress;
    } finally {
      if (this._asked.get(course) === answer) {
        this._asked.delete(course);
      }
    }
  }

  private readonly _changed = new Signal<this, string>(this);
  private readonly _known = new Map<string, IProgress>();
  private readonly _readAt = new Map<string, number>();
  private readonly _asked = new Map<string, Promise<IProgress>>();
}
