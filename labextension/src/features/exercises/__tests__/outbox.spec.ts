import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { retryDelay } from '../../../api/retry';
import type { IAttempt } from '../../../api/types';
import { Outbox } from '../outbox';
import type { OutboxEvent } from '../outboxEvents';
import { BrowserTabs } from '../tabs';
import type { IOutboxEntry, IOutboxStore } from '../outboxStore';
import { IndexedDbStore, MemoryStore } from '../outboxStore';
import {
  attempt,
  entry,
  exerciseKey,
  FakeBrowser,
  FakeClock,
  FakeServer,
  settled,
  uuid
} from './fakes';

interface ITab {
  readonly outbox: Outbox;
  readonly clock: FakeClock;
  readonly events: OutboxEvent[];
}

function openTab(server: FakeServer, store: IOutboxStore, browser = new FakeBrowser()): ITab {
  const clock = new FakeClock();
  const outbox = new Outbox({ api: server, store, tabs: browser.tab(), clock });
  const events: OutboxEvent[] = [];
  outbox.happened.connect((_, event) => events.push(event));
  return { outbox, clock, events };
}

function kinds(events: readonly OutboxEvent[]): string[] {
  return events.map(({ kind }) => kind);
}

function lastKind(events: readonly OutboxEvent[]): string | undefined {
  return kinds(events).pop();
}

async function durable(browser = new IDBFactory()): Promise<IndexedDbStore> {
  return IndexedDbStore.open(browser, 'outbox');
}

const GONE = new NetworkError('fetch failed');

describe('an outbox', () => {
  it('keeps a Check before it sends it, and forgets it when it is answered', async () => {
    const server = new FakeServer();
    const store = await durable();
    const { outbox, events } = openTab(server, store);
    const kept: boolean[] = [];
    outbox.happened.connect((_, { kind }) => {
      if (kind === 'sending') {
        void store.has(uuid(1)).then(has => kept.push(has));
      }
    });

    await outbox.submit(entry(1));
    await settled();

    expect(kept).toEqual([true]);
    expect(kinds(events)).toEqual(['sending', 'answered']);
    expect(await store.all()).toEqual([]);
    expect(outbox.waiting(exerciseKey())).toEqual([]);
  });

  it('sends it again with the same id until the server answers', async () => {
    const server = new FakeServer();
    server.answers = [GONE, new HybridError('busy', 'unavailable', 503), GONE];
    const { outbox, clock, events } = openTab(server, await durable());

    await outbox.submit(entry(1));
    expect(outbox.waiting(exerciseKey())).toHaveLength(1);
    await clock.pass();
    await clock.pass();
    await clock.pass();

    expect(server.received.map(({ attempt: { id } }) => id)).toEqual(Array(4).fill(uuid(1)));
    expect(kinds(events)).toEqual([
      'sending',
      'kept',
      'sending',
      'kept',
      'sending',
      'kept',
      'sending',
      'answered'
    ]);
    expect(clock.delays).toEqual([1_000, 2_000, 4_000]);
    expect(clock.nWaiting).toBe(0);
  });

  it('does not send again what the server will never take', async () => {
    const server = new FakeServer();
    server.answers = [new HybridError('this release is unknown', 'invalid', 422)];
    const store = await durable();
    const { outbox, clock, events } = openTab(server, store);

    await outbox.submit(entry(1));

    expect(kinds(events)).toEqual(['sending', 'refused']);
    expect(clock.nWaiting).toBe(0);
    expect(await store.all()).toEqual([]);
  });

  it('takes the page of a proxy for no answer', async () => {
    const server = new FakeServer();
    server.answers = [new SyntaxError('Unexpected token <')];
    const { outbox, events } = openTab(server, await durable());

    await outbox.submit(entry(1));

    expect(kinds(events)).toEqual(['sending', 'kept']);
  });

  it('asks again while the server has the attempt but no grade', async () => {
    const server = new FakeServer();
    server.answers = [attempt({ state: 'queued', points: null })];
    const { outbox, clock, events } = openTab(server, await durable());

    await outbox.submit(entry(1));
    await clock.pass();

    expect(kinds(events)).toEqual(['sending', 'answered', 'sending', 'answered']);
    expect(server.received.map(({ attempt: { id } }) => id)).toEqual([uuid(1), uuid(1)]);
    expect(clock.nWaiting).toBe(0);
  });

  it('sends after a reload what was left, without being asked', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const browser = new IDBFactory();
    const before = openTab(server, await durable(browser));
    await before.outbox.submit(entry(1));
    before.outbox.dispose();

    const after = openTab(server, new MemoryStore());
    await after.outbox.adopt(await durable(browser));

    expect(server.received.map(({ attempt: { id } }) => id)).toEqual([uuid(1), uuid(1)]);
    expect(kinds(after.events)).toEqual(['sending', 'answered']);
    expect(await (await durable(browser)).all()).toEqual([]);
  });

  it('takes what was pressed before its store was open along', async () => {
    const server = new FakeServer();
    server.answers = [GONE, GONE];
    const { outbox } = openTab(server, new MemoryStore());
    await outbox.submit(entry(1));
    expect(outbox.isDurable).toBe(false);

    const store = await durable();
    await outbox.adopt(store);

    expect(outbox.isDurable).toBe(true);
    expect(await store.all()).toEqual([entry(1)]);
  });

  it('says that it keeps nothing over a reload where the disk is full, and sends all the same', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const store = await durable();
    const full: IOutboxStore = {
      isDurable: true,
      put: async () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      has: async id => store.has(id),
      delete: async id => store.delete(id),
      all: async () => store.all()
    };
    const { outbox, clock, events } = openTab(server, full);

    await outbox.submit(entry(1));
    expect(outbox.isDurable).toBe(false);
    await clock.pass();

    expect(kinds(events)).toEqual(['sending', 'kept', 'sending', 'answered']);
  });

  it('sends at once when the connection is back, and not twice', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const { outbox, clock } = openTab(server, await durable());
    await outbox.submit(entry(1));

    await Promise.all([outbox.drain(), outbox.drain()]);
    await clock.pass();

    expect(server.received).toHaveLength(2);
  });

  it('does not send twice what is under way, even where the browser has no locks', async () => {
    const server = new FakeServer();
    const tabs = new BrowserTabs(undefined);
    const outbox = new Outbox({
      api: server,
      store: await durable(),
      tabs,
      clock: new FakeClock()
    });

    await Promise.all([outbox.submit(entry(1)), outbox.drain()]);
    await settled();
    outbox.dispose();

    expect(server.received).toHaveLength(1);
  });

  it('sends nothing more after it was disposed of', async () => {
    const server = new FakeServer();
    let fail: (error: Error) => void = () => undefined;
    server.answers = [new Promise((_, reject) => (fail = reject))];
    const { outbox, clock } = openTab(server, await durable());
    const submitted = outbox.submit(entry(1));
    await settled();

    outbox.dispose();
    fail(GONE);
    await submitted;
    await clock.pass();

    expect(server.received).toHaveLength(1);
  });
});

describe('two tabs', () => {
  it('do not send the same Check at once, and both hear of the answer', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const indexedDb = new IDBFactory();
    const browser = new FakeBrowser();
    const one = openTab(server, await durable(indexedDb), browser);
    await one.outbox.submit(entry(1));
    const other = openTab(server, await durable(indexedDb), browser);
    let answer: (attempt: IAttempt) => void = () => undefined;
    server.answers = [new Promise(resolve => (answer = resolve))];

    const drained = Promise.all([other.outbox.drain(), one.outbox.drain()]);
    await settled();
    expect(server.received).toHaveLength(2);
    answer(attempt());
    await drained;
    await one.clock.pass();
    await other.clock.pass();

    expect(server.received).toHaveLength(2);
    expect([lastKind(one.events), lastKind(other.events)].sort()).toEqual(['answered', 'settled']);
    expect(one.outbox.waiting(exerciseKey())).toEqual([]);
    expect(other.outbox.waiting(exerciseKey())).toEqual([]);
  });

  it('notice in the shared store what was answered while they did not listen', async () => {
    const server = new FakeServer();
    server.answers = [GONE];
    const indexedDb = new IDBFactory();
    const deaf = openTab(server, await durable(indexedDb));
    await deaf.outbox.submit(entry(1));
    await openTab(server, await durable(indexedDb)).outbox.drain();

    await deaf.clock.pass();

    expect(server.received).toHaveLength(2);
    expect(lastKind(deaf.events)).toBe('settled');
  });
});

describe('an attempt in a live session', () => {
  function live(): IOutboxEntry {
    const { attempt: sent, ...rest } = entry(1);
    return { ...rest, attempt: { ...sent, session: 's1' } };
  }

  it.each([
    [404, 'not_found'],
    [409, 'conflict']
  ])('is sent as one made alone once the session is over: %i', async (status, code) => {
    const server = new FakeServer();
    server.answers = [new HybridError('session s1 is not live', code, status, 'session')];
    const store = await durable();
    const { outbox, events } = openTab(server, store);

    await outbox.submit(live());

    expect(server.received.map(({ attempt: sent }) => sent)).toEqual([
      live().attempt,
      entry(1).attempt
    ]);
    expect(kinds(events)).toEqual(['sending', 'answered']);
    expect(await store.all()).toEqual([]);
  });

  it('stays the same attempt where the first answer was lost', async () => {
    const server = new FakeServer();
    server.answers = [
      GONE,
      new HybridError('session s1 is not live', 'conflict', 409, 'session'),
      GONE
    ];
    const store = await durable();
    const { outbox, clock, events } = openTab(server, store);

    await outbox.submit(live());
    await clock.pass();
    expect((await store.all())[0].attempt).not.toHaveProperty('session');
    await clock.pass();

    const sent = server.received.map(({ attempt: { id, session } }) => [id, session]);
    expect(sent).toEqual([
      [uuid(1), 's1'],
      [uuid(1), 's1'],
      [uuid(1), undefined],
      [uuid(1), undefined]
    ]);
    expect(lastKind(events)).toBe('answered');
  });

  it.each([
    ['another field', live(), new HybridError('made before', 'conflict', 409, 'id')],
    ['an attempt made alone', entry(1), new HybridError('no', 'conflict', 409, 'session')]
  ])('is refused for what has nothing to do with the session: %s', async (_, sent, error) => {
    const server = new FakeServer();
    server.answers = [error];
    const { outbox, events } = openTab(server, await durable());

    await outbox.submit(sent);

    expect(server.received).toHaveLength(1);
    expect(kinds(events)).toEqual(['sending', 'refused']);
  });
});

describe('retryDelay', () => {
  it('doubles up to a minute', () => {
    expect([1, 2, 3, 7, 50].map(n => retryDelay(n, 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000
    ]);
  });

  it('leaves half of it to chance', () => {
    expect(retryDelay(1, 0)).toBe(500);
    expect(retryDelay(50, 0)).toBe(30_000);
  });
});
