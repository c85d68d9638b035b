import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';

import { IndexedDbStore, MemoryStore } from '../outboxStore';
import { entry, uuid } from './fakes';

describe.each([
  ['MemoryStore', async () => Promise.resolve(new MemoryStore())],
  ['IndexedDbStore', async () => IndexedDbStore.open(new IDBFactory(), 'outbox')]
])('%s', (_, open) => {
  it('keeps entries until they are taken out', async () => {
    const store = await open();
    await store.put(entry(1));
    await store.put(entry(2));

    await store.delete(uuid(1));

    expect(await store.has(uuid(1))).toBe(false);
    expect(await store.has(uuid(2))).toBe(true);
    expect(await store.all()).toEqual([entry(2)]);
  });

  it('keeps an entry once, however often it is put', async () => {
    const store = await open();

    await store.put(entry(1));
    await store.put(entry(1));

    expect(await store.all()).toHaveLength(1);
  });
});

describe('IndexedDbStore', () => {
  it('still has its entries after a reload, oldest first', async () => {
    const browser = new IDBFactory();
    const before = await IndexedDbStore.open(browser, 'outbox');
    await before.put({ ...entry(1), pressedAt: 20 });
    await before.put({ ...entry(2), pressedAt: 10 });

    const after = await IndexedDbStore.open(browser, 'outbox');

    expect((await after.all()).map(({ id }) => id)).toEqual([uuid(2), uuid(1)]);
  });

  it('does not show one person what another has left', async () => {
    const browser = new IDBFactory();
    const mine = await IndexedDbStore.open(browser, 'outbox|me');
    await mine.put(entry(1));

    const theirs = await IndexedDbStore.open(browser, 'outbox|them');

    expect(await theirs.all()).toEqual([]);
  });

  it('leaves out what another version has written', async () => {
    const browser = new IDBFactory();
    const store = await IndexedDbStore.open(browser, 'outbox');
    const strange = { ...entry(1), exercise: '../mean' } as unknown as ReturnType<typeof entry>;
    await store.put(strange);

    expect(await store.all()).toEqual([]);
  });

  it('refuses where the browser keeps nothing', async () => {
    const broken = new IDBFactory();
    broken.open = () => {
      throw new DOMException('not in a private window', 'InvalidStateError');
    };

    await expect(IndexedDbStore.open(broken, 'outbox')).rejects.toThrow('private window');
  });
});

describe('a database that does not answer', () => {
  it('is given up after three seconds', async () => {
    vi.useFakeTimers();
    const hanging = new IDBFactory();
    hanging.open = () => ({}) as IDBOpenDBRequest;

    const opened = expect(IndexedDbStore.open(hanging, 'outbox')).rejects.toThrow(
      'does not answer'
    );
    await vi.advanceTimersByTimeAsync(3_000);

    await opened;
    vi.useRealTimers();
  });
});

describe('a pause', () => {
  it('is kept with its entry, and one that is none is not taken', async () => {
    const store = await IndexedDbStore.open(new IDBFactory(), 'outbox');
    const paused = { ...entry(1), pause: { until: 9, lengthMs: 3 } };
    await store.put(paused);
    await store.put({ ...entry(2), pause: { until: '9' } } as unknown as typeof paused);

    expect(await store.all()).toEqual([paused]);
  });
});
