import type { IDisposable } from '@lumino/disposable';

import type { IClock } from '../../shared/clock';

/** Milliseconds that somebody stays at a cell before that is told to the server. */
const QUIET_MS = 5_000;
/** Milliseconds between two tellings: an exercise shall not cost more than a few of them. */
const PAUSE_MS = 30_000;

/** Decides when the cell where somebody is is worth a request. */
export class PositionPace implements IDisposable {
  /** `known`: the cell that the server knows already, or null. */
  constructor(
    private readonly _clock: IClock,
    private _told: string | null,
    private readonly _tell: (cell: string, isLeaving: boolean) => void
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Somebody is at another cell. */
  moved(cell: string): void {
    this._cancel?.();
    this._cell = cell;
    if (cell !== this._told && !this._isDisposed) {
      const pause = this._toldAt + PAUSE_MS - this._clock.now();
      this._cancel = this._clock.later(Math.max(QUIET_MS, pause), () => {
        this._now(false);
      });
    }
  }

  /** The window may be gone in a moment. */
  leave(): void {
    this._now(true);
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._now(false);
      this._isDisposed = true;
    }
  }

  private _now(isLeaving: boolean): void {
    this._cancel?.();
    if (this._cell !== null && this._cell !== this._told && !this._isDisposed) {
      this._told = this._cell;
      this._toldAt = this._clock.now();
      this._tell(this._cell, isLeaving);
    }
  }

  private _cell: string | null = null;
  private _toldAt = -Infinity;
  private _cancel: (() => void) | undefined;
  private _isDisposed = false;
}
