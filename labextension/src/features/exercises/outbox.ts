import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../../api/errors';
import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey, IStepKey } from '../../api/types';
import type { IOutboxEntry, IOutboxStore } from './outboxStore';
import type { ISettled, ITabs } from './tabs';

/** What happens to a Check on its way to the server. */
export type OutboxEvent =
  | { readonly kind: 'sending' | 'kept'; readonly entry: IOutboxEntry }
  | { readonly kind: 'answered'; readonly entry: IOutboxEntry; readonly attempt: IAttempt }
  | { readonly kind: 'refused'; readonly entry: IOutboxEntry; readonly error: HybridError }
  /** Another tab got the answer. */
  | { readonly kind: 'settled'; readonly exercise: IExerciseKey };

/** Brings every Check to the server, however often that has to be tried. */
export interface IOutbox {
  /** Whether what waits here outlives the window. */
  readonly isDurable: boolean;
  readonly happened: ISignal<IOutbox, OutboxEvent>;
  /** What waits of a step, oldest first, and whether it is being sent now. */
  waiting(step: IStepKey): { entry: IOutboxEntry; isSending: boolean }[];
  /** Keep a Check and send it; resolves when the first try is over. */
  submit(entry: IOutboxEntry): Promise<void>;
}

/** Time and chance, which tests replace. */
export interface IOutboxClock {
  /** Call back after so many milliseconds; returns what cancels it. */
  later(delayMs: number, callback: () => void): () => void;
  /** 0 to 1. */
  random(): number;
}

export interface IOutboxOptions {
  readonly api: Pick<IHybridApi, 'createAttempt'>;
  readonly store: IOutboxStore;
  readonly tabs: ITabs;
  readonly clock: IOutboxClock;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** Milliseconds to wait after the n-th try; half of it is chance, so that a class does not come back at once. */
export function retryDelay(nTries: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (nTries - 1));
  return delay * (0.5 + random / 2);
}

/** Whether the same request can succeed later; also where an answer was no answer of ours. */
export function isTemporary(error: unknown): boolean {
  return !(error instanceof HybridError) || error.isTemporary;
}

/** Whether the server only minds the session that an attempt was made in. */
function isSessionOver(error: unknown, { attempt }: IOutboxEntry): boolean {
  return (
    error instanceof HybridError &&
    attempt.session !== undefined &&
    error.field === 'session' &&
    (error.status === 404 || error.status === 409)
  );
}

/** Keeps unacknowledged Checks and sends each until the server has answered for good. */
export class Outbox implements IOutbox, IDisposable {
  constructor(options: IOutboxOptions) {
    this._api = options.api;
    this._store = options.store;
    this._tabs = options.tabs;
    this._clock = options.clock;
    this._tabs.listen(settled => {
      this._onSettledElsewhere(settled);
    });
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get isDurable(): boolean {
    return this._store.isDurable && this._unstored.size === 0;
  }

  get happened(): ISignal<this, OutboxEvent> {
    return this._happened;
  }

  waiting(step: IStepKey): { entry: IOutboxEntry; isSending: boolean }[] {
    return [...this._entries.values()]
      .filter(({ exercise }) => isOfStep(exercise, step))
      .map(entry => ({ entry, isSending: this._sending.has(entry.id) }));
  }

  async submit(entry: IOutboxEntry): Promise<void> {
    this._entries.set(entry.id, entry);
    await this._keep(entry);
    await this._try(entry);
  }

  /** Wait in another store from now on, with all that waits already in either. */
  async adopt(store: IOutboxStore): Promise<void> {
    this._store = store;
    await Promise.all([...this._entries.values()].map(async entry => this._keep(entry)));
    await this.drain();
  }

  /** Send all that waits, now; also what another tab has left behind. */
  async drain(): Promise<void> {
    for (const entry of await this._store.all()) {
      this._entries.set(entry.id, entry);
    }
    await Promise.all([...this._entries.values()].map(async entry => this._try(entry)));
  }

  dispose(): void {
    this._isDisposed = true;
    this._timers.forEach(cancel => {
      cancel();
    });
    this._timers.clear();
    this._tabs.dispose();
    Signal.clearData(this);
  }

  private async _keep(entry: IOutboxEntry): Promise<void> {
    try {
      await this._store.put(entry);
      this._unstored.delete(entry.id);
    } catch {
      // The disk is full or the browser refuses: the window keeps it, and the bar says so.
      this._unstored.add(entry.id);
    }
  }

  private async _try(entry: IOutboxEntry): Promise<void> {
    const { id } = entry;
    if (this._isDisposed || this._sending.has(id) || !this._entries.has(id)) {
      return;
    }
    this._timers.get(id)?.();
    this._timers.delete(id);
    this._sending.add(id);
    try {
      this._happened.emit({ kind: 'sending', entry });
      const isOurs = await this._tabs.exclusively(id, async () => this._send(entry));
      if (!isOurs) {
        this._tryLater(entry);
      }
    } finally {
      this._sending.delete(id);
    }
  }

  private async _send(entry: IOutboxEntry): Promise<void> {
    if (await this._isGone(entry)) {
      this._entries.delete(entry.id);
      this._happened.emit({ kind: 'settled', exercise: entry.exercise });
      return;
    }
    try {
      await this._answered(entry, await this._api.createAttempt(entry.exercise, entry.attempt));
    } catch (error) {
      if (isSessionOver(error, entry)) {
        await this._sendAlone(entry);
      } else if (error instanceof HybridError && !error.isTemporary) {
        await this._settle(entry);
        this._happened.emit({ kind: 'refused', entry, error });
      } else {
        this._tryLater(entry);
        this._happened.emit({ kind: 'kept', entry });
      }
    }
  }

  /**
   * Send an entry whose live session is over as an attempt made alone.
   *
   * It keeps its id: if an earlier try was stored and only its answer was lost, it is that attempt.
   */
  private async _sendAlone(entry: IOutboxEntry): Promise<void> {
    const { id, release, answers, free } = entry.attempt;
    const alone = { ...entry, attempt: { id, release, answers, free } };
    this._entries.set(id, alone);
    await this._keep(alone);
    await this._send(alone);
  }

  /** Whether another tab has brought the entry to its end. */
  private async _isGone({ id }: IOutboxEntry): Promise<boolean> {
    try {
      return !this._unstored.has(id) && !(await this._store.has(id));
    } catch {
      return false;
    }
  }

  private async _answered(entry: IOutboxEntry, attempt: IAttempt): Promise<void> {
    if (attempt.state === 'queued') {
      // It is safe with the server; the same id again asks for the grade.
      this._tryLater(entry);
    } else {
      await this._settle(entry);
    }
    this._happened.emit({ kind: 'answered', entry, attempt });
  }

  private async _settle(entry: IOutboxEntry): Promise<void> {
    this._entries.delete(entry.id);
    this._unstored.delete(entry.id);
    this._nTries.delete(entry.id);
    try {
      await this._store.delete(entry.id);
    } catch {
      // It will be sent once more at the next start, and is the same attempt then too.
    }
    this._tabs.tell({ id: entry.id, exercise: entry.exercise });
  }

  private _tryLater(entry: IOutboxEntry): void {
    const nTries = (this._nTries.get(entry.id) ?? 0) + 1;
    this._nTries.set(entry.id, nTries);
    const cancel = this._clock.later(retryDelay(nTries, this._clock.random()), () => {
      void this._try(entry);
    });
    this._timers.set(entry.id, cancel);
  }

  private _onSettledElsewhere({ id, exercise }: ISettled): void {
    this._timers.get(id)?.();
    this._timers.delete(id);
    this._entries.delete(id);
    this._happened.emit({ kind: 'settled', exercise });
  }

  private readonly _api: Pick<IHybridApi, 'createAttempt'>;
  private readonly _tabs: ITabs;
  private readonly _clock: IOutboxClock;
  private readonly _happened = new Signal<this, OutboxEvent>(this);
  private readonly _entries = new Map<string, IOutboxEntry>();
  private readonly _sending = new Set<string>();
  private readonly _unstored = new Set<string>();
  private readonly _nTries = new Map<string, number>();
  private readonly _timers = new Map<string, () => void>();
  private _store: IOutboxStore;
  private _isDisposed = false;
}

/** Whether an exercise belongs to a step. */
export function isOfStep(exercise: IExerciseKey, step: IStepKey): boolean {
  return (
    exercise.course === step.course &&
    exercise.module === step.module &&
    exercise.step === step.step
  );
}
