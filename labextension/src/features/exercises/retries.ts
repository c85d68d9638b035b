import type { IDisposable } from '@lumino/disposable';

import { retryDelay } from '../../api/retry';
import type { IClock } from '../../shared/clock';

/** When each Check that waits is tried next; one time at most for each. */
export class Retries implements IDisposable {
  constructor(
    private readonly _clock: IClock,
    private readonly _try: (id: string) => void
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Try it once after so long. */
  after(id: string, delayMs: number): void {
    this.cancel(id);
    if (this._isDisposed) {
      return;
    }
    const cancel = this._clock.later(delayMs, () => {
      this._timers.delete(id);
      this._try(id);
    });
    this._timers.set(id, cancel);
  }

  /** Try it once more, each time after longer. */
  later(id: string): void {
    const nTries = this.nTries(id) + 1;
    this._nTries.set(id, nTries);
    this.after(id, retryDelay(nTries, this._clock.random()));
  }

  /** How often in a row it was tried in vain. */
  nTries(id: string): number {
    return this._nTries.get(id) ?? 0;
  }

  /** Not in vain: what comes next begins with the shortest delay. */
  succeeded(id: string): void {
    this._nTries.delete(id);
  }

  cancel(id: string): void {
    this._timers.get(id)?.();
    this._timers.delete(id);
  }

  forget(id: string): void {
    this.cancel(id);
    this._nTries.delete(id);
  }

  dispose(): void {
    this._isDisposed = true;
    this._timers.forEach(cancel => {
      cancel();
    });
    this._timers.clear();
  }

  private readonly _timers = new Map<string, () => void>();
  private readonly _nTries = new Map<string, number>();
  private _isDisposed = false;
}
