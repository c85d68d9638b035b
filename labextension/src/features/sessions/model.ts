import { JSONExt } from '@lumino/coreutils';
import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { ISession } from '../../api/types';
import type { ILiveSessions } from './tokens';

const POLL_MS = 5_000;
const MAX_POLL_MS = 60_000;

/** Keeps the list of live sessions up to date while the window is visible. */
export class LiveSessions implements ILiveSessions, IDisposable {
  /** `open` shows the live view of a session; rejects with what the person should read. */
  constructor(
    private readonly _api: Pick<IHybridApi, 'sessions'>,
    private readonly _open: (key: string) => Promise<void>
  ) {
    this._poll = new Poll({
      name: 'jupyter-hybrid:sessions',
      frequency: { interval: POLL_MS, max: MAX_POLL_MS, backoff: true },
      standby: 'when-hidden',
      factory: async () => this._ask()
    });
  }

  get live(): readonly ISession[] {
    return this._live.filter(
      ({ key, is_presented: isPresented }) => isPresented && !this._hidden.has(key)
    );
  }

  get current(): string | null {
    return this._attended[this._attended.length - 1]?.key ?? null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get ended(): ISignal<this, string> {
    return this._ended;
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  async join(key: string): Promise<void> {
    await this._open(key);
  }

  attend(key: string): IDisposable {
    const attended = { key };
    this._attended.push(attended);
    return new DisposableDelegate(() => {
      this._attended = this._attended.filter(each => each !== attended);
    });
  }

  hide(key: string): IDisposable {
    this._hidden.set(key, (this._hidden.get(key) ?? 0) + 1);
    this._changed.emit();
    return new DisposableDelegate(() => {
      const n = (this._hidden.get(key) ?? 1) - 1;
      if (n > 0) {
        this._hidden.set(key, n);
      } else {
        this._hidden.delete(key);
      }
      this._changed.emit();
    });
  }

  dispose(): void {
    this._poll.dispose();
    Signal.clearData(this);
  }

  private async _ask(): Promise<void> {
    const sessions = await this._api.sessions();
    const live = sessions.filter(session => session.state === 'live');
    const before = this._live;
    this._live = live;
    if (!JSONExt.deepEqual(before, live)) {
      this._changed.emit();
    }
    for (const { key } of before) {
      if (!live.some(session => session.key === key)) {
        this._ended.emit(key);
      }
    }
  }

  private readonly _poll: Poll;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _ended = new Signal<this, string>(this);
  private readonly _hidden = new Map<string, number>();
  private _live: ISession[] = [];
  private _attended: { readonly key: string }[] = [];
}
