import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';

import { LiveObserver } from '../observer';
import { LivePresenter } from '../presenter';
import { FakeRoom } from './fakeRoom';

const CELLS = ['a', 'b', 'c', 'd'];

/** A notebook as it is read from disk: each time another history. */
function openNotebook(): Y.Doc {
  const doc = new Y.Doc();
  doc.getArray('cells').push(CELLS);
  return doc;
}

function present(room: FakeRoom, doc: Y.Doc): LivePresenter {
  return new LivePresenter(doc, room.door('presenter'));
}

function follow(room: FakeRoom): { cells: () => unknown[]; observer: LiveObserver } {
  let doc = new Y.Doc();
  const observer = new LiveObserver({
    ...room.door('observer'),
    freshDoc: () => (doc = new Y.Doc())
  });
  return { observer, cells: () => doc.getArray('cells').toJSON() as unknown[] };
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(20_000);
}

describe('a presenter, a room and an observer', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('shows what the presenter has and every change', async () => {
    const room = new FakeRoom();
    const doc = openNotebook();
    present(room, doc);
    const { cells, observer } = follow(room);
    await settle();

    doc.getArray('cells').push(['e']);
    await settle();

    expect(cells()).toEqual([...CELLS, 'e']);
    expect(observer.state).toBe('live');
    expect(room.refused).toEqual([]);
  });

  it('follows a presenter who comes later', async () => {
    const room = new FakeRoom();
    const { cells, observer } = follow(room);
    await settle();
    expect(observer.state).toBe('waiting');

    present(room, openNotebook());
    await settle();

    expect([cells(), observer.state]).toEqual([CELLS, 'live']);
  });

  it('doubles no cell when the presenter loads the page again', async () => {
    const room = new FakeRoom();
    const first = present(room, openNotebook());
    const { cells, observer } = follow(room);
    await settle();
    first.dispose();
    expect(observer.state).toBe('left');

    const doc = openNotebook();
    present(room, doc);
    await settle();

    expect(cells()).toEqual(CELLS);
    expect(doc.getArray('cells').toJSON()).toEqual(CELLS);
    expect(observer.state).toBe('live');
  });

  it('doubles no cell when the room comes back empty', async () => {
    const room = new FakeRoom();
    const doc = openNotebook();
    present(room, doc);
    const { cells } = follow(room);
    await settle();

    room.crash();
    doc.getArray('cells').push(['typed meanwhile']);
    await settle();

    expect(cells()).toEqual([...CELLS, 'typed meanwhile']);
    expect(doc.getArray('cells').length).toBe(5);
  });

  it('lets the newest window present', async () => {
    const room = new FakeRoom();
    const first = present(room, openNotebook());
    await settle();

    const second = present(room, openNotebook());
    await settle();

    expect([first.state, second.state]).toEqual(['taken', 'live']);
  });
});
