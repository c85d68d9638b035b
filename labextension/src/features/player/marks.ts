import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IStepKey, IStepMark, IStepProgress } from '../../api/types';
import type { IClock } from '../../shared/clock';

/** What happens to a mark on its way to the server. */
export type MarkEvent = { readonly step: IStepKey; readonly mark: IStepMark } & (
  | { readonly kind: 'sent'; readonly progress: IStepProgress }
  /** The server is away: it stays in this window and is sent later. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly error: unknown }
);

interface IWaiting {
  readonly step: IStepKey;
  mark: IStepMark;
  isSending: boolean;
  /** Whether it is sent so that it outlives the page. */
  isLeaving: boolean;
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

  /** The cell where this window was last in a step, or null if it was in none. */
  cell(step: IStepKey): string | null {
    return this._cells.get(idOf(step)) ?? null;
  }

  /** Send a mark; resolves when the first try is over. With `isLeaving` it outlives the page. */
  async put(step: IStepKey, mark: IStepMark, isLeaving = false): Promise<void> {
    const waiting = this._waiting.get(idOf(step)) ?? {
      step,
      mark: {},
      isSending: false,
      isLeaving: false
    };
    waiting.mark = { ...waiting.mark, ...mark };
    if (typeof mark.cell === 'string') {
      this._cells.set(idOf(step), mark.cell);
    }
    this._waiting.set(idOf(step), waiting);
    if (!waiting.isSending || isLeaving) {
      await this._send(waiting, isLeaving);
    }
  }

  /** Try to send everything that waits now. */
  async drain(): Promise<void> {
    this._cancelLater?.();
    this._cancelLater = null;
    const idle = [...this._waiting.values()].filter(({ isSending }) => !isSending);
    for (const waiting of idle) {
      await this._send(waiting, false);
    }
  }

  /** The page may be gone in a moment: what waits is sent so that it outlives it. */
  leave(): void {
    for (const waiting of this._waiting.values()) {
      if (!waiting.isSending || !waiting.isLeaving) {
        void this._send(waiting, true);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._cancelLater?.();
    Signal.clearData(this);
  }

  private async _send(waiting: IWaiting, isLeaving: boolean): Promise<void> {
    const { step, mark } = waiting;
    waiting.isSending = true;
    waiting.isLeaving = isLeaving;
    let isAway = false;
    try {
      const progress = await this._api.markStep(step, mark, { isLeaving });
      this._nTries = 0;
      this._settle(waiting, mark);
      this._happened.emit({ kind: 'sent', step, mark, progress });
    } catch (error) {
      isAway = isTemporary(error);
      this._onFailure(waiting, mark, error);
    } finally {
      waiting.isSending = false;
    }
    if (!isAway && this._waiting.has(idOf(step))) {
      await this._send(waiting, false);
    }
  }

  private _onFailure(waiting: IWaiting, mark: IStepMark, error: unknown): void {
    const { step } = waiting;
    if (isTemporary(error)) {
      // Where one was in a notebook is not worth a request of its own while the server is away.
      if (waiting.mark.is_done !== undefined) {
        this._drainLater();
      }
      this._happened.emit({ kind: 'kept', step, mark: waiting.mark });
    } else {
      this._settle(waiting, mark);
      this._happened.emit({ kind: 'refused', step, mark, error });
    }
  }

  /** Forget of a mark what has been answered; what was put meanwhile stays. */
  private _settle(waiting: IWaiting, { is_done: isDone, cell }: IStepMark): void {
    const { is_done: newIsDone, cell: newCell } = waiting.mark;
    waiting.mark = {
      ...(newIsDone !== isDone ? { is_done: newIsDone } : {}),
      ...(newCell !== cell ? { cell: newCell } : {})
    };
    if (Object.keys(waiting.mark).length === 0) {
      this._waiting.delete(idOf(waiting.step));
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
  private readonly _cells = new Map<string, string>();
  private _nTries = 0;
  private _cancelLater: (() => void) | null = null;
  private _isDisposed = false;
}

function idOf({ course, module, step }: IStepKey): string {
  return [course, module, step].join('/');
}
