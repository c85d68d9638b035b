import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { IOutboxEntry, IOutboxStore } from '../outboxStore';
import { MemoryStore } from '../outboxStore';
import { BrowserTabs } from '../tabs';
import {
  attempt,
  entry,
  exerciseKey,
  FakeBrowser,
  FakeConnection,
  FakeServer,
  settled,
  tooEarly,
  uuid
} from './fakes';
import { Tab, tab } from './tab';

const GONE = new NetworkError('gone');

describe('a reload loses nothing, and makes no second attempt', () => {
  it('between keeping a Check and sending it', async () => {
    const server = new FakeConnection();
    const database = new IDBFactory();
    await (await new Tab(server, database).store()).put(entry(1));

    const after = await tab(server, database);

    expect(server.stored).toEqual([uuid(1)]);
    expect(await after.left()).toEqual([]);
  });

  it('between sending it and the answer', async () => {
    const server = new FakeConnection();
    server.cuts = ['hang'];
    const before = await tab(server);
    void before.outbox.submit(entry(1));
    await settled();
    expect(await before.left()).toEqual([uuid(1)]);
    before.outbox.dispose();

    const after = await tab(server, before.database);

    expect(server.nRequests).toBe(2);
    expect(server.stored).toEqual([uuid(1)]);
    expect(after.events.map(({ kind }) => kind)).toEqual(['sending', 'answered']);
  });

  it('between the answer and forgetting it', async () => {
    const server = new FakeConnection();
    const before = await tab(server);
    const store = await before.store();
    const stubborn: IOutboxStore = {
      isDurable: true,
      put: async kept => store.put(kept),
      has: async id => store.has(id),
      all: async () => store.all(),
      delete: async () => new Promise(() => undefined)
    };
    await before.outbox.adopt(stubborn);
    void before.outbox.submit(entry(1));
    await settled();
    before.outbox.dispose();

    const after = await tab(server, before.database);

    expect(server.stored).toEqual([uuid(1)]);
    expect(await after.left()).toEqual([]);
  });

  it('while the server wants a pause: the rest of it is waited for', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(60)];
    const before = await tab(server);
    await before.outbox.submit(entry(1));
    before.outbox.dispose();

    const after = new Tab(server, before.database);
    after.clock.time += 20_000;
    await after.open();
    expect(server.received).toHaveLength(1);
    expect(after.clock.delays).toEqual([40_000]);
    expect(after.outbox.waiting(exerciseKey())[0].until).toBe(61_000);
    after.clock.time += 40_000;
    await after.clock.pass();

    expect(server.received).toHaveLength(2);
    expect(await after.left()).toEqual([]);
  });
});

describe('five cuts', () => {
  it('make as many attempts as Checks were pressed, in the order of the presses', async () => {
    const server = new FakeConnection();
    server.cuts = ['request', 'reply', 'request', 'reply', 'request'];
    const one = await tab(server);

    for (const n of [1, 2, 3]) {
      await one.outbox.submit(entry(n));
    }
    for (let turn = 0; turn < 5; turn++) {
      await one.clock.pass();
    }

    expect(server.stored).toEqual([uuid(1), uuid(2), uuid(3)]);
    expect(await one.left()).toEqual([]);
  });

  it('do not let the other exercises wait for their timers when the server is back', async () => {
    const server = new FakeServer();
    server.answers = [GONE, GONE];
    const one = await tab(server);
    await one.outbox.submit(entry(1, 'mean'));
    await one.outbox.submit(entry(2, 'median'));

    await one.outbox.submit(entry(3, 'mode'));
    await settled();

    const sent = server.received.map(({ attempt: { id } }) => id);
    expect(sent.slice(2)).toEqual([uuid(3), uuid(1), uuid(2)]);
    expect(await one.left()).toEqual([]);
  });

  it('hold a later answer back, so that it stays the latest attempt', async () => {
    const server = new FakeServer();
    server.answers = [GONE, GONE];
    const one = await tab(server);
    await one.outbox.submit(entry(1));
    await one.outbox.submit(entry(2));
    expect(one.events.map(({ kind }) => kind)).toEqual([
      'sending',
      'kept',
      'sending',
      'kept',
      'kept'
    ]);

    await one.outbox.drain();

    const sent = server.received.map(({ attempt: { id } }) => id);
    expect(sent).toEqual([uuid(1), uuid(1), uuid(1), uuid(2)]);
  });

  it('hold a later answer back also where the server said something', async () => {
    const server = new FakeServer();
    const busy = new HybridError('busy', 'unknown', 502);
    server.answers = [busy, busy];
    const one = await tab(server);
    await one.outbox.submit(entry(1));
    await one.outbox.submit(entry(2));
    expect(one.events.pop()).toMatchObject({ kind: 'kept', entry: entry(2), words: 'busy' });

    await one.clock.pass();

    const sent = server.received.map(({ attempt: { id } }) => id);
    expect(sent).toEqual([uuid(1), uuid(1), uuid(1), uuid(2)]);
  });

  it('do not let a later answer pass one that is under way for the first time', async () => {
    const server = new FakeServer();
    let cut: (error: Error) => void = () => undefined;
    server.answers = [new Promise((_, reject) => (cut = reject))];
    const one = await tab(server);

    const submitted = [one.outbox.submit(entry(1)), one.outbox.submit(entry(2))];
    await settled();
    cut(GONE);
    await Promise.all(submitted);
    await one.clock.pass();

    const sent = server.received.map(({ attempt: { id } }) => id);
    expect(sent).toEqual([uuid(1), uuid(1), uuid(2)]);
  });

  it('hold nothing back for long for an answer that the server cannot digest', async () => {
    const received: string[] = [];
    const one = await tab({
      createAttempt: async (_, { id }) => {
        received.push(id);
        return id === uuid(1)
          ? Promise.reject(new HybridError('broken', 'error', 500))
          : Promise.resolve(attempt({ id }));
      }
    });
    await one.outbox.submit(entry(1));
    await one.outbox.submit(entry(2));
    expect(received).not.toContain(uuid(2));

    for (let turn = 0; turn < 3; turn++) {
      await one.clock.pass();
    }

    expect(received).toContain(uuid(2));
    expect(await one.left()).toEqual([uuid(1)]);
  });
});

describe('who is no server of ours', () => {
  it.each([401, 403, 404, 424])('does not refuse a Check: %i', async status => {
    const server = new FakeServer();
    server.answers = [new HybridError('Forbidden', 'unknown', status)];
    const one = await tab(server);

    await one.outbox.submit(entry(1));
    expect(await one.left()).toEqual([uuid(1)]);
    await one.clock.pass();

    expect(await one.left()).toEqual([]);
    expect(server.received).toHaveLength(2);
  });

  it('is believed that a Check is too large', async () => {
    const server = new FakeServer();
    server.answers = [new HybridError('Too Large', 'unknown', 413)];
    const one = await tab(server);

    await one.outbox.submit(entry(1));

    expect(one.events.pop()?.kind).toBe('refused');
  });
});

describe('a browser that does not keep its word', () => {
  function broken(more: Partial<IOutboxStore>): IOutboxStore {
    const memory = new MemoryStore();
    return {
      isDurable: true,
      put: async (kept: IOutboxEntry) => memory.put(kept),
      has: async id => memory.has(id),
      delete: async id => memory.delete(id),
      all: async () => memory.all(),
      ...more
    };
  }

  const closed = async (): Promise<never> =>
    Promise.reject(new DOMException('closing', 'InvalidStateError'));

  it('has closed its database: what this window knows is sent all the same', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const one = new Tab(server);
    await one.outbox.adopt(broken({ put: closed, has: closed, delete: closed, all: closed }));
    await one.outbox.submit(entry(1));

    await one.outbox.drain();

    expect(server.received).toHaveLength(2);
    expect(one.events.pop()?.kind).toBe('answered');
  });

  it('refuses to keep a Check a moment late: it is not taken for answered elsewhere', async () => {
    const server = new FakeServer();
    let refuse: (error: Error) => void = () => undefined;
    const one = new Tab(server);
    await one.outbox.submit({ ...entry(1), pressedAt: 0 });
    server.answers = [GONE];
    await one.outbox.submit(entry(2));
    const late = broken({
      put: async () => new Promise((_, reject) => (refuse = reject)),
      has: async () => {
        refuse(new DOMException('full', 'QuotaExceededError'));
        await settled();
        return false;
      }
    });

    const adopted = one.outbox.adopt(late);
    await one.clock.pass();
    await adopted;

    expect(server.received.filter(({ attempt: { id } }) => id === uuid(2))).toHaveLength(2);
  });

  it('has locks that a page in a sandbox may not use', async () => {
    const locks = { request: async () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const tabs = new BrowserTabs(locks as unknown as LockManager);
    let nRuns = 0;

    const isOurs = await tabs.exclusively('x', async () => {
      nRuns += 1;
      return Promise.resolve();
    });
    tabs.dispose();
    tabs.tell({ id: uuid(1), exercise: exerciseKey() });

    expect([isOurs, nRuns]).toEqual([true, 1]);
  });
});

describe('two tabs', () => {
  it('that press Check on the same exercise make two attempts, and agree on them', async () => {
    const server = new FakeServer();
    const browser = new FakeBrowser();
    const one = await tab(server, undefined, browser);
    const other = await tab(server, one.database, browser);
    server.answers = [attempt({ id: uuid(1) }), attempt({ id: uuid(2) })];

    await Promise.all([one.outbox.submit(entry(1)), other.outbox.submit(entry(2))]);
    await settled();

    expect(server.received.map(({ attempt: { id } }) => id)).toEqual([uuid(1), uuid(2)]);
    expect(one.events.some(event => event.kind === 'settled' && event.id === uuid(2))).toBe(true);
    expect(other.events.some(event => event.kind === 'settled' && event.id === uuid(1))).toBe(true);
    expect(await one.left()).toEqual([]);
  });

  it('do not pass each other on the same exercise', async () => {
    const server = new FakeServer();
    const browser = new FakeBrowser();
    const one = await tab(server, undefined, browser);
    const other = await tab(server, one.database, browser);
    let cut: (error: Error) => void = () => undefined;
    server.answers = [new Promise((_, reject) => (cut = reject))];
    const submitted = one.outbox.submit(entry(1));
    await settled();

    await other.outbox.submit(entry(2));
    expect(other.events.map(({ kind }) => kind)).toEqual(['sending']);
    cut(GONE);
    await submitted;
    await other.clock.pass();

    const sent = server.received.map(({ attempt: { id } }) => id);
    expect(sent).toEqual([uuid(1), uuid(1), uuid(2)]);
    expect(await one.left()).toEqual([]);
  });
});
