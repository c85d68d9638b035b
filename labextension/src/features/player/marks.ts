import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../../api/errors';
import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IStepKey, IStepMark, IStepProgress } from '../../api/types';
import type { IClock } from '../../shared/clock';
import type { IMarkStore } from './keptMarks';

/** What happens to a mark on its way to the server. */
export type MarkEvent = { readonly step: IStepKey; readonly mark: IStepMark } & (
  | { readonly kind: 'sent'; readonly progress: IStepProgress }
  /** The server is away: it stays in this window and is sent later. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly error: unknown }
);

/** Where somebody was in a step, and when by the server's clock; null before it has answered. */
type ISeen = Pick<IStepProgress, 'cell' | 'seen_at'>;

interface IWaiting {
  readonly step: IStepKey;
  mark: IStepMark;
  /** What was sent last and is not answered yet, or null. */
  sending: ISending | null;
}

interface ISending {
  readonly mark: IStepMark;
  /** Whether it outlives the page. */
  readonly isLeaving: boolean;
}

/** Brings marks to the server; of several at the same step only the latest. */
export class StepMarks implements IDisposable {
  constructor(
    private readonly _api: Pick<IHybridApi, 'markStep'>,
    private readonly _clock: IClock
  ) {}

  get happened(): ISignal<this, MarkEvent> {
    return this._happened;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What is not yet known to have reached the server, or null. */
  waiting(step: IStepKey): IStepMark | null {
    return this._waiting.get(idOf(step))?.mark ?? null;
  }

  /**
   * The cell where one was last in a step, or null if in none.
   *
   * That is where this window was, unless the server knows of another that was there later.
   */
  cell(step: IStepKey, known: ISeen | null = null): string | null {
    const own = this._cells.get(idOf(step));
    return own === undefined || (known !== null && isLater(known, own))
      ? (known?.cell ?? null)
      : own.cell;
  }

  /** Whether a mark that the step is done, or is not, could not be sent and is tried again. */
  isKept(step: IStepKey): boolean {
    const id = idOf(step);
    return this._kept.has(id) && this._waiting.get(id)?.mark.is_done !== undefined;
  }

  /**
   * Send a mark; resolves when the first try is over. With `isLeaving` it outlives the page.
   *
   * While one of the same step is on its way, it follows that one: side by side the older could win.
   */
  async put(step: IStepKey, mark: IStepMark, isLeaving = false): Promise<void> {
    const waiting = this._merge(step, mark);
    if (typeof mark.cell === 'string') {
      this._cells.set(idOf(step), { cell: mark.cell, seen_at: null });
    }
    if (mark.is_done !== undefined) {
      this._marked.add(idOf(step));
      this._store?.put({ step, isDone: mark.is_done });
    }
    if (waiting.sending === null) {
      await this._send(waiting, isLeaving);
    }
  }

  /** Let marks outlive this window from now on, and send those that an earlier one left. */
  async adopt(store: IMarkStore): Promise<void> {
    this._store = store;
    for (const kept of store.all()) {
      if (this._marked.has(idOf(kept.step))) {
        store.drop(kept);
      } else {
        this._merge(kept.step, { is_done: kept.isDone });
      }
    }
    for (const { step, mark } of this._waiting.values()) {
      if (mark.is_done !== undefined) {
        store.put({ step, isDone: mark.is_done });
      }
    }
    await this.drain();
  }

  /** Try to send everything that waits now. */
  async drain(): Promise<void> {
    this._cancelLater?.();
    this._cancelLater = null;
    const idle = [...this._waiting.values()].filter(({ sending }) => sending === null);
    for (const waiting of idle) {
      await this._send(waiting, false);
    }
  }

  /** The page may be gone in a moment: what waits is sent so that it outlives it. */
  leave(): void {
    for (const waiting of this._waiting.values()) {
      const { sending, mark } = waiting;
      const isOnItsWay = sending?.isLeaving === true && !hasMore(mark, sending.mark);
      if (!isOnItsWay) {
        void this._send(waiting, true);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._cancelLater?.();
    Signal.clearData(this);
  }

  private _merge(step: IStepKey, mark: IStepMark): IWaiting {
    const waiting = this._waiting.get(idOf(step)) ?? { step, mark: {}, sending: null };
    waiting.mark = { ...waiting.mark, ...mark };
    this._waiting.set(idOf(step), waiting);
    return waiting;
  }

  private async _send(waiting: IWaiting, isLeaving: boolean): Promise<void> {
    const { step, mark } = waiting;
    const sending: ISending = { mark, isLeaving };
    waiting.sending = sending;
    let isAway = false;
    try {
      const progress = await this._api.markStep(step, mark, { isLeaving });
      this._nTries = 0;
      this._settle(waiting, mark);
      this._note(step, progress);
      this._happened.emit({ kind: 'sent', step, mark, progress });
    } catch (error) {
      isAway = isTemporary(error);
      this._onFailure(waiting, mark, error);
    }
    if (waiting.sending !== sending) {
      // A later one was sent beside it, as the page seemed to go; what remains follows that one.
      return;
    }
    waiting.sending = null;
    if (!isAway && this._waiting.get(idOf(step)) === waiting) {
      await this._send(waiting, false);
    }
  }

  /** Note by the server's clock when this window was at its cell. */
  private _note(step: IStepKey, { cell, seen_at }: ISeen): void {
    if (this._cells.get(idOf(step))?.cell === cell) {
      this._cells.set(idOf(step), { cell, seen_at });
    }
  }

  private _onFailure(waiting: IWaiting, mark: IStepMark, error: unknown): void {
    const { step } = waiting;
    if (isTemporary(error)) {
      // Where one was in a notebook is not worth a request of its own while the server is away.
      if (waiting.mark.is_done !== undefined) {
        this._kept.add(idOf(step));
        this._drainLater();
      }
      this._happened.emit({ kind: 'kept', step, mark: waiting.mark });
      return;
    }
    // A cell that the server does not take is no reason against the mark that went with it.
    const refused = isAboutCell(error) && mark.cell !== undefined ? { cell: mark.cell } : mark;
    this._settle(waiting, refused);
    this._happened.emit({ kind: 'refused', step, mark: refused, error });
  }

  /** Forget of a mark what has been answered; what was put meanwhile stays. */
  private _settle(waiting: IWaiting, answered: IStepMark): void {
    const { step } = waiting;
    waiting.mark = without(waiting.mark, answered);
    if (answered.is_done !== undefined) {
      this._store?.drop({ step, isDone: answered.is_done });
    }
    if (this._waiting.get(idOf(step)) !== waiting) {
      return;
    }
    if (waiting.mark.is_done === undefined) {
      this._kept.delete(idOf(step));
    }
    if (Object.keys(waiting.mark).length === 0) {
      this._waiting.delete(idOf(step));
    }
  }

  private _drainLater(): void {
    if (this._cancelLater === null && !this._isDisposed) {
      this._nTries += 1;
      const delay = retryDelay(this._nTries, this._clock.random());
      this._cancelLater = this._clock.later(delay, () => void this.drain());
    }
  }

  private readonly _happened = new Signal<this, MarkEvent>(this);
  private readonly _waiting = new Map<string, IWaiting>();
  private readonly _cells = new Map<string, ISeen>();
  /** Steps that were marked in this window, whatever became of it. */
  private readonly _marked = new Set<string>();
  private readonly _kept = new Set<string>();
  private _store: IMarkStore | null = null;
  private _nTries = 0;
  private _cancelLater: (() => void) | null = null;
  private _isDisposed = false;
}

/** What of a mark another one does not say. */
function without({ is_done: isDone, cell }: IStepMark, other: IStepMark): IStepMark {
  return {
    ...(isDone === undefined || isDone === other.is_done ? {} : { is_done: isDone }),
    ...(cell === undefined || cell === other.cell ? {} : { cell })
  };
}

function hasMore(mark: IStepMark, other: IStepMark): boolean {
  return Object.keys(without(mark, other)).length > 0;
}

function isLater(one: ISeen, other: ISeen): boolean {
  return (
    one.seen_at !== null &&
    other.seen_at !== null &&
    Date.parse(one.seen_at) > Date.parse(other.seen_at)
  );
}

function isAboutCell(error: unknown): boolean {
  return error instanceof HybridError && error.field === 'cell';
}

function idOf({ course, module, step }: IStepKey): string {
  return [course, module, step].join('/');
}
