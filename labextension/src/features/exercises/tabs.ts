import type { IDisposable } from '@lumino/disposable';

import type { IExerciseKey } from '../../api/types';
import { isRecord } from '../../shared/stepRelease';
import { isExerciseKey } from './outboxStore';

/** What a tab tells the others: that the server has answered an attempt. */
export interface ISettled {
  readonly id: string;
  readonly exercise: IExerciseKey;
}

/** The other tabs of this browser. */
export interface ITabs extends IDisposable {
  /** Run a task unless another tab runs it under the same name now; whether it was run. */
  exclusively(name: string, task: () => Promise<void>): Promise<boolean>;
  tell(settled: ISettled): void;
  listen(listener: (settled: ISettled) => void): void;
}

const CHANNEL = 'jupyter-hybrid:outbox';

/** The other tabs, as far as this browser has the means to speak with them. */
export class BrowserTabs implements ITabs {
  /** Locks exist on secure pages only; without them the server still takes an attempt once. */
  constructor(private readonly _locks: LockManager | undefined) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  async exclusively(name: string, task: () => Promise<void>): Promise<boolean> {
    if (this._locks === undefined) {
      await task();
      return true;
    }
    const state = { isBegun: false, isOurs: true };
    try {
      await this._locks.request(`${CHANNEL}:${name}`, { ifAvailable: true }, async lock => {
        state.isBegun = true;
        state.isOurs = lock !== null;
        if (lock !== null) {
          await task();
        }
      });
    } catch (error) {
      // A page in a sandbox has the means and may not use them.
      if (state.isBegun) {
        throw error;
      }
      await task();
    }
    return state.isOurs;
  }

  tell({ id, exercise }: ISettled): void {
    if (!this._isDisposed) {
      this._channel?.postMessage({ id, exercise });
    }
  }

  listen(listener: (settled: ISettled) => void): void {
    if (this._channel !== null) {
      this._channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (isSettled(data)) {
          listener(data);
        }
      };
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._channel?.close();
  }

  private readonly _channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
  private _isDisposed = false;
}

function isSettled(value: unknown): value is ISettled {
  return isRecord(value) && typeof value.id === 'string' && isExerciseKey(value.exercise);
}
