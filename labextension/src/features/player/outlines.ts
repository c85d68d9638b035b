import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../../api/errors';
import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { ICourse } from '../../api/types';
import type { IClock } from '../../shared/clock';

/** Why an outline could not be read: no way to the server, no such course, or it says no. */
export type OutlineTrouble = 'away' | 'gone' | 'refused';

/** What is known of a course. */
export interface IKnownCourse {
  /** As it was read last; null while nothing is known, and when the course is gone. */
  readonly course: ICourse | null;
  readonly trouble: OutlineTrouble | null;
  readonly error: unknown;
}

/** Milliseconds in which an outline that was just read is taken as it is. */
const JUST_READ_MS = 5_000;
/** Milliseconds after which an outline is read again when the window is looked at. */
const OLD_MS = 5 * 60_000;

const UNKNOWN: IKnownCourse = { course: null, trouble: null, error: null };

/** The outlines of the courses whose steps are open; goes on asking while the server is away. */
export class Outlines implements IDisposable {
  constructor(
    private readonly _api: Pick<IHybridApi, 'course'>,
    private readonly _clock: IClock
  ) {}

  /** Emitted with the course's key when something else is known of it. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get(course: string): IKnownCourse {
    return this._known.get(course) ?? UNKNOWN;
  }

  /** Read an outline, unless that was just done. Never rejects; `get` says how it went. */
  async open(course: string): Promise<IKnownCourse> {
    const age = this._clock.now() - (this._readAt.get(course) ?? -Infinity);
    return age < JUST_READ_MS ? this.get(course) : this.refresh(course);
  }

  /** Read an outline. Never rejects; `get` says how it went. */
  async refresh(course: string): Promise<IKnownCourse> {
    let asked = this._asked.get(course);
    if (asked === undefined) {
      asked = this._read(course).finally(() => this._asked.delete(course));
      this._asked.set(course, asked);
    }
    await asked;
    return this.get(course);
  }

  /** Read those outlines again that were read some minutes ago; at once where the server was away. */
  refreshOld(): void {
    const now = this._clock.now();
    for (const [course, { trouble }] of this._known) {
      if (trouble === 'away' || now - (this._readAt.get(course) ?? 0) > OLD_MS) {
        void this.refresh(course);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._cancelLater.forEach(cancel => {
      cancel();
    });
    Signal.clearData(this);
  }

  private async _read(key: string): Promise<void> {
    this._cancelLater.get(key)?.();
    let known: IKnownCourse;
    try {
      known = { course: await this._api.course(key), trouble: null, error: null };
      this._readAt.set(key, this._clock.now());
      this._nTries.delete(key);
    } catch (error) {
      const trouble = troubleOf(error);
      known = { course: trouble === 'gone' ? null : this.get(key).course, trouble, error };
    }
    if (!this._isDisposed) {
      this._known.set(key, known);
      if (known.trouble === 'away') {
        this._readLater(key);
      }
      this._changed.emit(key);
    }
  }

  private _readLater(key: string): void {
    const nTries = (this._nTries.get(key) ?? 0) + 1;
    this._nTries.set(key, nTries);
    const cancel = this._clock.later(retryDelay(nTries, this._clock.random()), () => {
      void this.refresh(key);
    });
    this._cancelLater.set(key, cancel);
  }

  private readonly _changed = new Signal<this, string>(this);
  private readonly _known = new Map<string, IKnownCourse>();
  private readonly _readAt = new Map<string, number>();
  private readonly _asked = new Map<string, Promise<void>>();
  private readonly _nTries = new Map<string, number>();
  private readonly _cancelLater = new Map<string, () => void>();
  private _isDisposed = false;
}

function troubleOf(error: unknown): OutlineTrouble {
  if (isTemporary(error)) {
    return 'away';
  }
  return error instanceof HybridError && error.status === 404 ? 'gone' : 'refused';
}
