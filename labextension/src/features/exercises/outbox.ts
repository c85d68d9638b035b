import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../../api/errors';
import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey, IStepKey } from '../../api/types';
import { isSameStep } from '../../shared/stepKey';
import type { IOutbox, IWaitingCheck, OutboxEvent } from './outboxEvents';
import type { IOutboxEntry, IOutboxStore, IPause } from './outboxStore';
import type { IClock } from '../../shared/clock';
import { isRefusal, isSessionOver, pauseOf, timerMs, waitMs } from './outboxTiming';
import { Retries } from './retries';
import type { ISettled, ITabs } from './tabs';

export interface IOutboxOptions {
  readonly api: Pick<IHybridApi, 'createAttempt'>;
  readonly store: IOutboxStore;
  readonly tabs: ITabs;
  readonly clock: IClock;
}

/** Why later Checks of an exercise wait for one. */
type Hold =
  | { readonly kind: 'pause'; readonly pause: IPause }
  | { readonly kind: 'kept'; readonly words: string | null }
  /** Another tab sends it. */
  | { readonly kind: 'elsewhere' };

/** So often may a server fail on a Check before later ones pass it: the fault may be the Check's. */
const MOST_FAILURES = 5;

/** Keeps unacknowledged Checks and sends each until the server has answered for good. */
export class Outbox implements IOutbox, IDisposable {
  constructor(options: IOutboxOptions) {
    this._api = options.api;
    this._store = options.store;
    this._tabs = options.tabs;
    this._clock = options.clock;
    this._retries = new Retries(this._clock, id => {
      this._tryAgain(id);
    });
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

  waiting(step: IStepKey): IWaitingCheck[] {
    const now = this._clock.now();
    return this._pressed()
      .filter(({ exercise }) => isSameStep(exercise, step))
      .map(entry => {
        const left = waitMs(entry, now);
        const until = left > 0 ? now + left : null;
        return { entry, isSending: this._sending.has(entry.id), until };
      });
  }

  async submit(entry: IOutboxEntry): Promise<void> {
    this._entries.set(entry.id, entry);
    await this._keep(entry);
    if (!this._unstored.has(entry.id)) {
      // Another tab may have one of this exercise, pressed before.
      await this._learn(({ exercise }) => isSame(exercise, entry.exercise));
    }
    await this._tryInOrder(entry.exercise);
  }

  async withdraw(id: string): Promise<boolean> {
    const entry = this._entries.get(id);
    if (entry === undefined || this._sending.has(id)) {
      return false;
    }
    const isOurs = await this._tabs.exclusively(id, async () => this._settle(entry));
    await this._tryInOrder(entry.exercise);
    return isOurs;
  }

  async conclude(attempt: IAttempt): Promise<void> {
    const entry = this._entries.get(attempt.id);
    if (entry !== undefined) {
      await this._answered(entry, attempt);
    }
  }

  /**
   * Wait in another store from now on; what others left there stays until it is adopted.
   *
   * What waits is taken out of the former one: two objects must not stand for one database.
   */
  async keepIn(store: IOutboxStore): Promise<void> {
    const former = this._store;
    this._store = store;
    this._isOurs = false;
    const entries = [...this._entries.values()];
    await Promise.all(entries.map(async entry => this._keep(entry)));
    if (former !== store) {
      const moved = entries.filter(({ id }) => !this._unstored.has(id));
      await Promise.allSettled(moved.map(async ({ id }) => former.delete(id)));
    }
  }

  /** Wait in a store that is ours from now on, with all that waits already in either. */
  async adopt(store: IOutboxStore): Promise<void> {
    await this.keepIn(store);
    this._isOurs = true;
    await this.drain();
  }

  /** Send all that waits, now; also what another tab has left behind. */
  async drain(): Promise<void> {
    await this._learn(() => true);
    const exercises = new Map(
      this._pressed().map(({ exercise }) => [JSON.stringify(Object.values(exercise)), exercise])
    );
    await Promise.all([...exercises.values()].map(async each => this._tryInOrder(each)));
  }

  dispose(): void {
    this._isDisposed = true;
    this._retries.dispose();
    this._tabs.dispose();
    Signal.clearData(this);
  }

  private _pressed(): IOutboxEntry[] {
    return [...this._entries.values()].sort((one, other) => one.pressedAt - other.pressedAt);
  }

  /** Know of what waits in the store, as far as it is ours. */
  private async _learn(isWanted: (entry: IOutboxEntry) => boolean): Promise<void> {
    if (!this._isOurs) {
      return;
    }
    try {
      const stored = await this._store.all();
      stored
        // What is under way is known, and may be over by now.
        .filter(entry => isWanted(entry) && !this._sending.has(entry.id))
        .forEach(entry => this._entries.set(entry.id, entry));
    } catch {
      // The browser has closed its database: what this window knows is sent all the same.
    }
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

  /**
   * Try what waits of an exercise in the order in which Check was pressed.
   *
   * Otherwise an older answer could become the latest attempt. What the server has failed on too
   * often holds nothing up.
   */
  private async _tryInOrder(exercise: IExerciseKey): Promise<void> {
    let hold: Hold | undefined;
    for (const { id } of this._pressed().filter(entry => isSame(entry.exercise, exercise))) {
      const entry = this._entries.get(id);
      if (entry === undefined) {
        continue;
      }
      if (hold === undefined) {
        await this._try(entry);
        hold = this._holds.get(id);
      } else {
        await this._queueBehind(entry, hold);
      }
    }
  }

  private _tryAgain(id: string): void {
    const entry = this._entries.get(id);
    if (entry !== undefined) {
      void this._tryInOrder(entry.exercise);
    }
  }

  private async _queueBehind(entry: IOutboxEntry, hold: Hold): Promise<void> {
    if (this._sending.has(entry.id) || this._isDisposed) {
      return;
    }
    if (hold.kind === 'pause') {
      await this._pause(entry, hold.pause);
    } else if (hold.kind === 'kept') {
      this._happened.emit({ kind: 'kept', entry, words: hold.words });
    }
  }

  /** Try it now, or wait for the try that is under way. */
  private async _try(entry: IOutboxEntry): Promise<void> {
    const { id, pause } = entry;
    if (this._sending.has(id)) {
      await this._sending.get(id);
      return;
    }
    if (this._isDisposed || !this._entries.has(id)) {
      return;
    }
    this._retries.cancel(id);
    this._holds.delete(id);
    if (pause !== undefined && waitMs(entry, this._clock.now()) > 0) {
      this._wait(entry, pause);
      return;
    }
    const sent = this._sendFromOneTab(entry).finally(() => this._sending.delete(id));
    this._sending.set(id, sent);
    this._happened.emit({ kind: 'sending', entry });
    await sent;
  }

  private async _sendFromOneTab(entry: IOutboxEntry): Promise<void> {
    const { id } = entry;
    const isOurs = await this._tabs.exclusively(id, async () => this._send(entry));
    if (!isOurs && this._entries.has(id)) {
      this._holds.set(id, { kind: 'elsewhere' });
      this._retries.later(id);
    }
  }

  private async _send(entry: IOutboxEntry): Promise<void> {
    if (await this._isGone(entry)) {
      this._forget(entry.id);
      this._happened.emit({ kind: 'settled', id: entry.id, exercise: entry.exercise });
      return;
    }
    let attempt: IAttempt;
    try {
      attempt = await this._api.createAttempt(entry.exercise, entry.attempt);
    } catch (error) {
      if (this._entries.has(entry.id)) {
        await this._failed(entry, error);
      }
      return;
    }
    if (this._entries.has(entry.id)) {
      await this._answered(entry, attempt);
    }
  }

  private async _failed(entry: IOutboxEntry, error: unknown): Promise<void> {
    const pause = pauseOf(error, this._clock.now());
    if (isSessionOver(error, entry)) {
      await this._sendAlone(entry);
    } else if (pause !== null) {
      await this._pause(entry, pause);
    } else if (isRefusal(error)) {
      await this._settle(entry);
      this._happened.emit({ kind: 'refused', entry, error });
    } else {
      const words = error instanceof HybridError ? error.message : null;
      this._isAway = true;
      this._retries.later(entry.id);
      if (words === null || this._retries.nTries(entry.id) < MOST_FAILURES) {
        this._holds.set(entry.id, { kind: 'kept', words });
      }
      this._happened.emit({ kind: 'kept', entry, words });
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
      const isStored = await this._store.has(id);
      // Asked last: whether it could be stored may turn out while the store is asked.
      return !isStored && !this._unstored.has(id);
    } catch {
      return false;
    }
  }

  private async _answered(entry: IOutboxEntry, attempt: IAttempt): Promise<void> {
    this._retries.succeeded(entry.id);
    if (attempt.state === 'queued') {
      // It is safe with the server; the same id again asks for the grade.
      this._retries.later(entry.id);
    } else {
      await this._settle(entry);
    }
    this._happened.emit({ kind: 'answered', entry, attempt });
    if (this._isAway) {
      // The others need not wait for their timers: the server is back.
      this._isAway = false;
      void this.drain();
    }
  }

  private async _settle({ id, exercise }: IOutboxEntry): Promise<void> {
    this._forget(id);
    try {
      await this._store.delete(id);
    } catch {
      // It will be sent once more at the next start, and is the same attempt then too.
    }
    this._tabs.tell({ id, exercise });
  }

  private _forget(id: string): void {
    this._retries.forget(id);
    this._entries.delete(id);
    this._unstored.delete(id);
    this._holds.delete(id);
  }

  private async _pause(entry: IOutboxEntry, pause: IPause): Promise<void> {
    const paused = { ...entry, pause };
    this._entries.set(entry.id, paused);
    await this._keep(paused);
    this._retries.cancel(entry.id);
    this._wait(paused, pause);
  }

  private _wait(entry: IOutboxEntry, pause: IPause): void {
    const now = this._clock.now();
    const left = waitMs(entry, now);
    this._holds.set(entry.id, { kind: 'pause', pause });
    this._retries.after(entry.id, timerMs(left));
    this._happened.emit({ kind: 'waiting', entry, until: now + left });
  }

  private _onSettledElsewhere({ id, exercise }: ISettled): void {
    this._forget(id);
    this._happened.emit({ kind: 'settled', id, exercise });
    void this._tryInOrder(exercise);
  }

  private readonly _api: Pick<IHybridApi, 'createAttempt'>;
  private readonly _tabs: ITabs;
  private readonly _clock: IClock;
  private readonly _happened = new Signal<this, OutboxEvent>(this);
  private readonly _entries = new Map<string, IOutboxEntry>();
  private readonly _sending = new Map<string, Promise<void>>();
  private readonly _unstored = new Set<string>();
  private readonly _retries: Retries;
  private readonly _holds = new Map<string, Hold>();
  private _store: IOutboxStore;
  /** Whether all that is in the store is to be sent from here. */
  private _isOurs = true;
  private _isAway = false;
  private _isDisposed = false;
}

function isSame(one: IExerciseKey, other: IExerciseKey): boolean {
  return isSameStep(one, other) && one.exercise === other.exercise;
}
