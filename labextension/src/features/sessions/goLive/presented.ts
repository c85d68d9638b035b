import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

import { liveAddress } from '../../../api/live/address';
import { isFinal } from '../../../api/live/states';
import type { IHybridApi } from '../../../api/tokens';
import type { ISession } from '../../../api/types';
import type { ILiveSessions } from '../tokens';
import type { SessionMemory } from './memory';
import { Presenting } from './presenting';

const MAX_TITLE_LENGTH = 200;

/** The sessions that this window presents, one for a notebook at most. */
export class PresentedSessions {
  constructor(
    private readonly _api: IHybridApi,
    private readonly _sessions: ILiveSessions,
    private readonly _memory: SessionMemory
  ) {
    for (const key of _memory.keys) {
      this._hide(key);
    }
  }

  /** A notebook went live, or is no longer. */
  get changed(): ISignal<this, NotebookPanel> {
    return this._changed;
  }

  /** The session that is presented from a notebook, over or not; null if none is. */
  get(panel: NotebookPanel): Presenting | null {
    return this._presenting.get(panel) ?? null;
  }

  /** Go live with a notebook; again with the session that it was live with, if there is one. */
  async start(panel: NotebookPanel): Promise<void> {
    await this._once(panel, async () => {
      const session = (await this._remembered(panel)) ?? (await this._create(panel));
      this._present(panel, await this._api.startSession(session.key));
    });
  }

  /** Continue after a reload of the page, if the session is still live. */
  async resume(panel: NotebookPanel): Promise<void> {
    await this._once(panel, async () => {
      const session = await this._remembered(panel);
      if (session?.state === 'live') {
        this._present(panel, session);
      }
    });
  }

  /** End the session of a notebook for everybody. */
  async end(panel: NotebookPanel): Promise<void> {
    const session = this.get(panel)?.session;
    if (session !== undefined) {
      await this._api.endSession(session.key);
      this._forget(session.key);
      this.close(panel);
    }
  }

  /** Stop streaming a notebook; the session goes on without it. */
  close(panel: NotebookPanel): void {
    const presenting = this._presenting.get(panel);
    if (presenting !== undefined) {
      this._presenting.delete(panel);
      presenting.dispose();
      this._attended.get(panel)?.dispose();
      this._attended.delete(panel);
      this._changed.emit(panel);
    }
  }

  private async _once(panel: NotebookPanel, work: () => Promise<void>): Promise<void> {
    const running = this._starting.get(panel);
    if (running !== undefined) {
      return running;
    }
    if (this._presenting.has(panel)) {
      return;
    }
    const promise = panel.context.ready.then(work).finally(() => this._starting.delete(panel));
    this._starting.set(panel, promise);
    return promise;
  }

  private async _remembered(panel: NotebookPanel): Promise<ISession | null> {
    const key = this._memory.get(panel.context.path);
    if (key === null) {
      return null;
    }
    const session = await this._api.session(key).catch((error: unknown) => {
      if (error instanceof Error && 'status' in error && error.status === 404) {
        return null;
      }
      throw error;
    });
    if (session === null || session.state === 'ended') {
      this._forget(key);
      return null;
    }
    return session;
  }

  private async _create(panel: NotebookPanel): Promise<ISession> {
    const { path } = panel.context;
    const title = PathExt.basename(path, PathExt.extname(path)).slice(0, MAX_TITLE_LENGTH);
    const session = await this._api.createSession(title);
    // before it is started: a second attempt shall not create a second session
    this._memory.set(path, session.key);
    this._hide(session.key);
    return session;
  }

  private _present(panel: NotebookPanel, session: ISession): void {
    if (panel.isDisposed) {
      return;
    }
    const address = liveAddress(this._api, session.key, 'presenter');
    const presenting = new Presenting(session, panel, address);
    const attended = this._sessions.attend(session.key);
    presenting.changed.connect(() => {
      if (isFinal(presenting.state)) {
        this._forget(session.key);
        attended.dispose();
      }
    });
    this._attended.set(panel, attended);
    this._presenting.set(panel, presenting);
    panel.context.pathChanged.connect((_, path) => {
      if (this.get(panel) === presenting) {
        this._memory.forget(session.key);
        this._memory.set(path, session.key);
      }
    });
    panel.disposed.connect(() => {
      this.close(panel);
    });
    this._changed.emit(panel);
  }

  private _hide(key: string): void {
    if (!this._hidden.has(key)) {
      this._hidden.set(key, this._sessions.hide(key));
    }
  }

  private _forget(key: string): void {
    this._memory.forget(key);
    this._hidden.get(key)?.dispose();
    this._hidden.delete(key);
  }

  private readonly _changed = new Signal<this, NotebookPanel>(this);
  private readonly _presenting = new Map<NotebookPanel, Presenting>();
  private readonly _attended = new Map<NotebookPanel, IDisposable>();
  private readonly _starting = new Map<NotebookPanel, Promise<void>>();
  private readonly _hidden = new Map<string, IDisposable>();
}
