import type { NotebookPanel } from '@jupyterlab/notebook';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { HybridError } from '../../../../api/errors';
import type { IHybridApi } from '../../../../api/tokens';
import type { ISession } from '../../../../api/types';
import type { ILiveSessions } from '../../tokens';
import { SessionMemory } from '../memory';
import { PresentedSessions } from '../presented';

/** The server's sessions, and what it was asked. */
class FakeServer {
  readonly asked: string[] = [];
  readonly sessions = new Map<string, ISession>();
  failure: Error | null = null;

  readonly api = {
    createSession: async (title: string) => this._answer(`create ${title}`, this._add(title)),
    startSession: async (key: string) =>
      this.failure === null
        ? this._answer(`start ${key}`, this._set(key, 'live'))
        : Promise.reject(this.failure),
    endSession: async (key: string) => this._answer(`end ${key}`, this._set(key, 'ended')),
    session: async (key: string) => {
      const session = this.sessions.get(key);
      return session === undefined
        ? Promise.reject(new HybridError('no such session', 'not_found', 404))
        : this._answer(`look ${key}`, session);
    },
    // no ticket ever comes: nothing connects
    createTicket: async () => new Promise(() => undefined)
  } as unknown as IHybridApi;

  private _add(title: string): ISession {
    const key = `s${String(this.sessions.size + 1)}`;
    this.sessions.set(key, { key, title, state: 'scheduled' } as ISession);
    return this._set(key, 'scheduled');
  }

  private _set(key: string, state: ISession['state']): ISession {
    const session = { ...this.sessions.get(key), state } as ISession;
    this.sessions.set(key, session);
    return session;
  }

  private async _answer(what: string, session: ISession): Promise<ISession> {
    this.asked.push(what);
    return Promise.resolve(session);
  }
}

class FakePanel {
  readonly disposed = new Signal<this, void>(this);
  readonly isDisposed = false;
  readonly content = {
    activeCell: null,
    model: { sharedModel: { ydoc: new Y.Doc() } }
  };
  readonly context: { ready: Promise<void>; path: string; pathChanged: Signal<unknown, string> };

  constructor(path: string) {
    this.context = { ready: Promise.resolve(), path, pathChanged: new Signal<unknown, string>({}) };
  }

  get panel(): NotebookPanel {
    return this as unknown as NotebookPanel;
  }
}

describe('PresentedSessions', () => {
  let server: FakeServer;
  let hidden: Set<string>;
  let attended: Set<string>;
  let open: FakePanel[];

  /** A window of the trainer, as it is after a reload. */
  function newWindow(): PresentedSessions {
    const sessions = {
      hide: (key: string) => {
        hidden.add(key);
        return new DisposableDelegate(() => hidden.delete(key));
      },
      attend: (key: string) => {
        attended.add(key);
        return new DisposableDelegate(() => attended.delete(key));
      }
    } as unknown as ILiveSessions;
    return new PresentedSessions(server.api, sessions, new SessionMemory(window.sessionStorage));
  }

  function openNotebook(path = 'folder/lesson.ipynb'): FakePanel {
    const fake = new FakePanel(path);
    open.push(fake);
    return fake;
  }

  beforeEach(() => {
    window.sessionStorage.clear();
    server = new FakeServer();
    hidden = new Set();
    attended = new Set();
    open = [];
  });

  afterEach(() => {
    for (const fake of open) {
      fake.disposed.emit();
    }
  });

  it('is in a session from its start until the notebook is closed', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();

    await presented.start(panel);
    const during = [...attended];
    presented.close(panel);

    expect([during, [...attended]]).toEqual([['s1'], []]);
  });

  it('creates a session named after the notebook, and starts it', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();

    await presented.start(panel);

    expect(server.asked).toEqual(['create lesson', 'start s1']);
    expect(presented.get(panel)?.session.state).toBe('live');
    expect(hidden).toEqual(new Set(['s1']));
  });

  it('creates one session, however often it is asked', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();

    await Promise.all([presented.start(panel), presented.start(panel)]);
    await presented.start(panel);

    expect(server.sessions.size).toBe(1);
  });

  it('creates no second session when the first one did not start', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();
    server.failure = new HybridError('busy', 'unavailable', 503);
    await expect(presented.start(panel)).rejects.toThrow('busy');
    expect(presented.get(panel)).toBeNull();

    server.failure = null;
    await presented.start(panel);

    expect([server.sessions.size, presented.get(panel)?.session.state]).toEqual([1, 'live']);
  });

  it('continues the same session after a reload', async () => {
    await newWindow().start(openNotebook().panel);
    const reloaded = newWindow();
    const { panel } = openNotebook();
    expect(hidden).toContain('s1');

    await reloaded.resume(panel);

    expect(reloaded.get(panel)?.session.key).toBe('s1');
  });

  it('does not go live by itself with a notebook that was not', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();

    await presented.resume(panel);

    expect(presented.get(panel)).toBeNull();
    expect(server.asked).toEqual([]);
  });

  it.each(['ended', 'unknown'])('does not continue a session that is %s', async how => {
    await newWindow().start(openNotebook().panel);
    if (how === 'ended') {
      await server.api.endSession('s1');
    } else {
      server.sessions.clear();
    }
    const reloaded = newWindow();
    const { panel } = openNotebook();

    await reloaded.resume(panel);

    expect(reloaded.get(panel)).toBeNull();
    expect(hidden.size).toBe(0);
  });

  it('does not start by itself a session that never started', async () => {
    server.failure = new HybridError('busy', 'unavailable', 503);
    await expect(newWindow().start(openNotebook().panel)).rejects.toThrow('busy');
    const reloaded = newWindow();
    const { panel } = openNotebook();

    await reloaded.resume(panel);

    expect(reloaded.get(panel)).toBeNull();
  });

  it('follows a notebook to its new name', async () => {
    const presented = newWindow();
    const renamed = openNotebook();
    await presented.start(renamed.panel);

    renamed.context.pathChanged.emit('folder/other.ipynb');
    const reloaded = newWindow();
    const { panel } = openNotebook('folder/other.ipynb');
    await reloaded.resume(panel);

    expect(reloaded.get(panel)?.session.key).toBe('s1');
  });

  it('stops streaming when the notebook is closed; the session goes on', async () => {
    const presented = newWindow();
    const closed = openNotebook();
    await presented.start(closed.panel);
    const presenting = presented.get(closed.panel);

    closed.disposed.emit();

    expect(presenting?.isDisposed).toBe(true);
    expect(server.sessions.get('s1')?.state).toBe('live');
    expect(hidden).toContain('s1');
  });

  it('ends a session and forgets it', async () => {
    const presented = newWindow();
    const { panel } = openNotebook();
    await presented.start(panel);

    await presented.end(panel);

    expect(presented.get(panel)).toBeNull();
    expect(server.sessions.get('s1')?.state).toBe('ended');
    expect(hidden.size).toBe(0);
  });

  it('writes nothing into the notebook', async () => {
    const fake = openNotebook();
    const { ydoc } = fake.content.model.sharedModel;
    const before = Y.encodeStateAsUpdate(ydoc);

    await newWindow().start(fake.panel);

    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  });
});
