import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';

import { NetworkError } from '../../../api/errors';
import type { IPerson } from '../../../api/types';
import { Outbox } from '../outbox';
import { MemoryStore } from '../outboxStore';
import { keepOutbox } from '../startOutbox';
import { entry, FakeBrowser, FakeClock, FakeServer, FakeProgress, settled } from './fakes';

const EVA: IPerson = { name: 'eva', display_name: 'Eva', roles: ['learner'], persona: null };

function start(factory: IDBFactory, people: (IPerson | Error)[]) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const progress = new FakeProgress();
  const tabs = new FakeBrowser().tab();
  const outbox = new Outbox({ api: server, store: new MemoryStore(), tabs, clock });
  const me = async (): Promise<IPerson> => {
    const person = people.shift() ?? EVA;
    return person instanceof Error ? Promise.reject(person) : Promise.resolve(person);
  };
  keepOutbox(outbox, { api: { me }, progress, baseUrl: '/', clock, factory });
  return { outbox, server, clock, progress };
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

  it('asks again who it is while the server is away', async () => {
    const { outbox, clock } = start(new IDBFactory(), [new NetworkError('gone')]);
    await settled();
    expect(outbox.isDurable).toBe(false);

    await clock.pass();

    expect(outbox.isDurable).toBe(true);
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
