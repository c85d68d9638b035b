import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';

import { encodeStep1, encodeStep2, encodeUpdate } from '../frames';
import { LiveObserver } from '../observer';
import { FakeNetwork } from './fakeSocket';

interface ISetUp {
  readonly network: FakeNetwork;
  readonly observer: LiveObserver;
  readonly docs: Y.Doc[];
}

async function setUp(): Promise<ISetUp> {
  const network = new FakeNetwork();
  const docs: Y.Doc[] = [];
  const freshDoc = (): Y.Doc => {
    const doc = new Y.Doc();
    docs.push(doc);
    return doc;
  };
  const observer = new LiveObserver({
    address: network.address,
    connect: network.connect,
    random: network.random,
    freshDoc
  });
  await vi.advanceTimersByTimeAsync(0);
  network.last.open();
  return { network, observer, docs };
}

function content(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('source').insert(0, text);
  return encodeStep2(doc, Y.encodeStateVector(new Y.Doc()));
}

function shown(docs: Y.Doc[]): string {
  return docs[docs.length - 1].getText('source').toJSON();
}

describe('LiveObserver', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('says hello, and asks once it knows the epoch', async () => {
    const { network, observer, docs } = await setUp();
    expect(network.last.kinds).toEqual(['hello']);

    network.last.say({ t: 'epoch', epoch: 'one', n: 3 });
    network.last.receive(content('x = 1'));

    expect(network.last.kinds).toEqual(['hello', 'step1']);
    expect(observer.state).toBe('live');
    expect(observer.nPresent).toBe(3);
    expect(shown(docs)).toBe('x = 1');
  });

  it('never offers anything, whatever happens to its document', async () => {
    const { network, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });

    network.last.receive(encodeStep1(new Y.Doc()));
    docs[docs.length - 1].getText('source').insert(0, 'mine');
    await vi.advanceTimersByTimeAsync(1000);

    expect(network.last.kinds).toEqual(['hello', 'step1']);
  });

  it('keeps showing while there is no presenter', async () => {
    const { network, observer, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));

    network.last.say({ t: 'epoch', epoch: null, n: 1 });

    expect(observer.state).toBe('waiting');
    expect(shown(docs)).toBe('x = 1');
  });

  it('begins a fresh document with another epoch', async () => {
    const { network, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));
    const nBefore = docs.length;

    network.last.say({ t: 'epoch', epoch: 'two', n: 1 });
    network.last.receive(content('x = 1'));

    expect(docs).toHaveLength(nBefore + 1);
    expect(shown(docs)).toBe('x = 1');
    expect(network.last.kinds).toEqual(['hello', 'step1', 'step1']);
  });

  it('keeps its document over a reconnect to the same epoch, with a new ticket', async () => {
    const { network, observer, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));
    const nBefore = docs.length;

    network.last.drop();
    expect(observer.state).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(400);
    network.last.open();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });

    expect(docs).toHaveLength(nBefore);
    expect(network.sockets.map(socket => socket.url)).toEqual([
      'ws://room/?ticket=1',
      'ws://room/?ticket=2'
    ]);
    expect(network.last.kinds).toEqual(['hello', 'step1']);
  });

  it('throws its document away when it is denied, and asks again', async () => {
    const { network, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));
    docs[docs.length - 1].getText('source').insert(0, 'mine');

    network.last.say({ t: 'denied' });
    expect(shown(docs)).toBe('');
    network.last.receive(content('x = 1'));

    expect(shown(docs)).toBe('x = 1');
    expect(network.last.kinds).toEqual(['hello', 'step1', 'step1']);
  });

  it.each([4403, 4409])('comes back with a fresh document after a %i', async code => {
    const { network, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    const nBefore = docs.length;

    network.last.drop(code);
    await vi.advanceTimersByTimeAsync(400);
    network.last.open();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });

    expect(docs).toHaveLength(nBefore + 1);
  });

  it('says that the presenter left, until the room has one again', async () => {
    const { network, observer } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));

    network.last.say({ t: 'left' });
    network.last.receive(encodeUpdate(Y.encodeStateAsUpdate(new Y.Doc())));
    network.last.say({ t: 'ptr', cell: 'c1', line: null, col: null });
    expect(observer.state).toBe('left');
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));

    expect(observer.state).toBe('live');
  });

  it('says that the presenter left before it came', async () => {
    const { network, observer, docs } = await setUp();

    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.say({ t: 'left' });
    network.last.receive(content('x = 1'));

    expect(observer.state).toBe('left');
    expect(shown(docs)).toBe('x = 1');
  });

  it('passes on where the presenter is, whatever the types', async () => {
    const { network, observer } = await setUp();

    network.last.say({ t: 'ptr', cell: 'c1', line: 'two' as unknown as number, col: null });

    expect(observer.pointer).toEqual({ cell: 'c1', line: null, col: null });
  });

  it('survives bytes that make no sense', async () => {
    const { network, observer } = await setUp();

    for (const bytes of [[], [0], [0, 9, 1], [100, 123], [100, 110], [7, 7], [0, 2, 250]]) {
      network.last.receive(new Uint8Array(bytes));
    }

    expect(observer.state).toBe('connecting');
  });

  it('comes back from bytes that are no update with a fresh document', async () => {
    const { network, docs } = await setUp();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    const nBefore = docs.length;

    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    network.last.receive(encodeUpdate(new Uint8Array([9, 9, 9, 9])));
    await vi.advanceTimersByTimeAsync(400);
    network.last.open();
    network.last.say({ t: 'epoch', epoch: 'one', n: 1 });
    network.last.receive(content('x = 1'));

    expect(network.sockets).toHaveLength(2);
    expect(docs).toHaveLength(nBefore + 1);
    expect(shown(docs)).toBe('x = 1');
  });

  it('does not come back once the session has ended', async () => {
    const { network, observer } = await setUp();

    network.last.say({ t: 'ended' });
    network.last.drop();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(observer.state).toBe('ended');
    expect(network.sockets).toHaveLength(1);
  });
});
