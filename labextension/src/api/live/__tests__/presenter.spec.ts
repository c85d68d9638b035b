import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';

import { epochOf } from '../epochs';
import { encodeStep1, encodeStep2 } from '../frames';
import { LivePresenter } from '../presenter';
import { FakeNetwork } from './fakeSocket';

const POINTER = { cell: 'c1', line: 2, col: 4 };

function setUp(): { doc: Y.Doc; network: FakeNetwork; presenter: LivePresenter } {
  const doc = new Y.Doc();
  doc.getText('source').insert(0, 'x = 1');
  const network = new FakeNetwork();
  return { doc, network, presenter: new LivePresenter(doc, network) };
}

async function setUpWelcome(): Promise<ReturnType<typeof setUp>> {
  const all = setUp();
  await vi.advanceTimersByTimeAsync(0);
  all.network.last.open();
  all.network.last.say({ t: 'welcome', epoch: epochOf(all.doc) });
  return all;
}

describe('LivePresenter', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('says hello with its epoch and nothing of sync before the welcome', async () => {
    const { doc, network } = setUp();
    await vi.advanceTimersByTimeAsync(0);

    network.last.open();
    network.last.receive(encodeStep1(new Y.Doc()));
    doc.getText('source').insert(0, '# ');
    await vi.advanceTimersByTimeAsync(100);

    expect(network.last.sent).toEqual([{ t: 'hello', epoch: epochOf(doc) }]);
  });

  it('asks and answers after the welcome', async () => {
    const { network, presenter } = await setUpWelcome();

    network.last.receive(encodeStep1(new Y.Doc()));

    expect(network.last.kinds).toEqual(['hello', 'step1', 'step2']);
    expect(presenter.state).toBe('live');
  });

  it('does not begin with a welcome to another epoch', async () => {
    const { network, presenter } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    network.last.open();

    network.last.say({ t: 'welcome', epoch: 'another' });

    expect(network.last.kinds).toEqual(['hello']);
    expect(presenter.state).toBe('connecting');
  });

  it('sends the changes of one moment as one update', async () => {
    const { doc, network } = await setUpWelcome();
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));

    doc.getText('source').insert(5, '2');
    doc.getText('source').insert(6, '3');
    await vi.advanceTimersByTimeAsync(30);

    const updates = network.last.sent.filter(frame => 'kind' in frame && frame.kind === 'update');
    expect(updates).toHaveLength(1);
    for (const frame of updates) {
      Y.applyUpdate(copy, (frame as { update: Uint8Array }).update);
    }
    expect(copy.getText('source').toJSON()).toBe('x = 123');
  });

  it('queues nothing while it is cut off', async () => {
    const { doc, network } = await setUpWelcome();
    doc.getText('source').insert(0, '1');
    network.last.drop();
    doc.getText('source').insert(0, '2');

    await vi.advanceTimersByTimeAsync(400);
    network.last.open();
    network.last.say({ t: 'welcome', epoch: epochOf(doc) });
    await vi.advanceTimersByTimeAsync(100);

    expect(network.sockets).toHaveLength(2);
    expect(network.last.kinds).toEqual(['hello', 'step1']);
  });

  it('does not send what came from the room back to it', async () => {
    const { network } = await setUpWelcome();
    const other = new Y.Doc();
    other.getText('source').insert(0, 'theirs');

    network.last.receive(encodeStep2(other, Y.encodeStateVector(new Y.Doc())));
    await vi.advanceTimersByTimeAsync(100);

    expect(network.last.kinds).toEqual(['hello', 'step1']);
  });

  it('says where the presenter is, again after a reconnect', async () => {
    const { doc, network, presenter } = await setUpWelcome();
    presenter.point(POINTER);
    expect(network.last.sent.slice(-1)).toEqual([{ t: 'ptr', ...POINTER }]);

    network.last.drop();
    await vi.advanceTimersByTimeAsync(400);
    network.last.open();
    network.last.say({ t: 'welcome', epoch: epochOf(doc) });

    expect(network.last.sent.slice(-1)).toEqual([{ t: 'ptr', ...POINTER }]);
  });

  it('stops for good when another window takes the session', async () => {
    const { network, presenter } = await setUpWelcome();

    network.last.say({ t: 'taken' });
    network.last.drop(4410);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(presenter.state).toBe('taken');
    expect(network.sockets).toHaveLength(1);
  });

  it('knows how many are present', async () => {
    const { network, presenter } = await setUpWelcome();

    network.last.say({ t: 'present', n: 7 });

    expect(presenter.nPresent).toBe(7);
  });

  it('sends the last keystrokes when it is closed', async () => {
    const { doc, network, presenter } = await setUpWelcome();

    doc.getText('source').insert(0, '!');
    presenter.dispose();

    expect(network.last.kinds.slice(-1)).toEqual(['update']);
    expect(network.last.readyState).toBe(3);
  });

  it('keeps one epoch for a document and gives another document another', () => {
    const doc = new Y.Doc();

    expect(epochOf(doc)).toBe(epochOf(doc));
    expect(epochOf(new Y.Doc())).not.toBe(epochOf(doc));
  });
});
