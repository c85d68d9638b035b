import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { IPerson } from '../../../api/types';
import { Outbox } from '../outbox';
import { MemoryStore } from '../outboxStore';
import { keepOutbox } from '../startOutbox';
import {
  entry,
  exerciseKey,
  FakeBrowser,
  FakeClock,
  FakeServer,
  FakeProgress,
  settled
} from './fakes';

const EVA: IPerson = { name: 'eva', display_name: 'Eva', roles: ['learner'], persona: null };

/** What one tab remembers over a reload. */
class FakeMemory {
  getItem(name: string): string | null {
    return this._items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this._items.set(name, value);
  }

  private readonly _items = new Map<string, string>();
}

function start(factory: IDBFactory, people: (IPerson | Error)[], memory = new FakeMemory()) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const progress = new FakeProgress();
  const tabs = new FakeBrowser().tab();
  const outbox = new Outbox({ api: server, store: new MemoryStore(), tabs, clock });
  const me = async (): Promise<IPerson> => {
    const person = people.shift() ?? EVA;
    return person instanceof Error ? Promise.reject(person) : Promise.resolve(person);
  };
  const known: string[] = [];
  keepOutbox(outbox, {
    api: { me },
    progress,
    baseUrl: '/',
    clock,
    know: ({ name }) => known.push(name),
    factory,
    memory
  });
  return { outbox, server, clock, progress, known };
}

describe('keepOutbox', () => {
  it('sends what the same person left in an earlier window, and nobody else', async () => {
    const browser = new IDBFactory();
    const before = start(browser, [EVA]);
    await settled();
    before.server.answers = [new NetworkError('gone')];
    await before.outbox.submit(entry(1));
    before.outbox.dispose();

    const ben = start(browser, [{ ...EVA, name: 'ben' }]);
    const persona = start(browser, [{ ...EVA, persona: 'eva' }]);
    const eva = start(browser, [EVA]);
    await settled();

    expect(ben.server.received).toEqual([]);
    expect(persona.server.received).toEqual([]);
    expect(eva.server.received).toHaveLength(1);
    expect(eva.progress.refreshed).toEqual(['c']);
  });

  it.each([
    ['the server is away', new NetworkError('gone')],
    ['the login has run out', new HybridError('Forbidden', 'not_allowed', 403)]
  ])('asks again who it is while %s', async (_, error) => {
    const { outbox, clock } = start(new IDBFactory(), [error]);
    await settled();
    expect(outbox.isDurable).toBe(false);

    await clock.pass();

    expect(outbox.isDurable).toBe(true);
  });

  it('keeps a Check over a reload also before it is known who presses it', async () => {
    const browser = new IDBFactory();
    const tab = new FakeMemory();
    start(browser, [EVA], tab).outbox.dispose();
    await settled();
    const cut = start(browser, [new NetworkError('gone')], tab);
    await settled();
    cut.server.answers = [new NetworkError('gone')];
    await cut.outbox.submit(entry(1));
    expect(cut.outbox.isDurable).toBe(true);
    cut.outbox.dispose();

    const after = start(browser, [EVA], tab);
    await settled();

    expect(after.server.received).toHaveLength(1);
    expect(after.known).toEqual(['eva']);
  });

  it('sends a Check of before it was known who presses it until it is answered', async () => {
    const browser = new IDBFactory();
    const tab = new FakeMemory();
    start(browser, [EVA], tab).outbox.dispose();
    await settled();
    const late = start(browser, [new NetworkError('gone'), EVA], tab);
    await settled();
    late.server.answers = Array.from({ length: 9 }, () => new NetworkError('gone'));
    await late.outbox.submit(entry(1));

    await late.clock.pass();
    expect(late.outbox.waiting(exerciseKey())).toHaveLength(1);
    late.outbox.dispose();
    const after = start(browser, [EVA], tab);
    await settled();

    expect(late.known).toEqual(['eva']);
    expect(after.server.received).toHaveLength(1);
  });

  it('sends nothing that an earlier window left before it is known who asks', async () => {
    const browser = new IDBFactory();
    const tab = new FakeMemory();
    const before = start(browser, [EVA], tab);
    await settled();
    before.server.answers = [new NetworkError('gone')];
    await before.outbox.submit(entry(1));
    before.outbox.dispose();

    const unknown = start(browser, [new NetworkError('gone')], tab);
    await settled();
    await unknown.outbox.drain();

    expect(unknown.server.received).toEqual([]);
  });

  it('gives a Check to whoever pressed it, not to who was there before', async () => {
    const browser = new IDBFactory();
    const tab = new FakeMemory();
    start(browser, [EVA], tab).outbox.dispose();
    await settled();
    const ben = start(browser, [new NetworkError('gone'), { ...EVA, name: 'ben' }], tab);
    await settled();
    ben.server.answers = Array.from({ length: 9 }, () => new NetworkError('gone'));
    await ben.outbox.submit(entry(1));
    await ben.clock.pass();
    ben.outbox.dispose();

    const eva = start(browser, [EVA]);
    const benAgain = start(browser, [{ ...EVA, name: 'ben' }]);
    await settled();

    expect(eva.server.received).toEqual([]);
    expect(benAgain.server.received).toHaveLength(1);
  });

  it('goes on in memory where the browser keeps nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const factory = new IDBFactory();
    factory.open = () => {
      throw new DOMException('not in a private window', 'InvalidStateError');
    };
    const { outbox, clock, server } = start(factory, [EVA]);
    await settled();

    await outbox.submit(entry(1));

    expect(outbox.isDurable).toBe(false);
    expect(server.received).toHaveLength(1);
    expect(clock.nWaiting).toBe(0);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it('sends when the browser says that it is online again', async () => {
    const { outbox, server } = start(new IDBFactory(), [EVA]);
    await settled();
    server.answers = [new NetworkError('gone')];
    await outbox.submit(entry(1));

    window.dispatchEvent(new Event('online'));
    await settled();

    expect(server.received).toHaveLength(2);
  });
});
