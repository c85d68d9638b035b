import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { HybridError, NetworkError } from '../../errors';
import { liveAddress } from '../address';
import { LiveLink } from '../link';
import { FakeNetwork } from './fakeSocket';

async function setUp(
  network = new FakeNetwork()
): Promise<{ network: FakeNetwork; link: LiveLink }> {
  const link = new LiveLink(network);
  link.start();
  await vi.advanceTimersByTimeAsync(0);
  return { network, link };
}

async function failing(...errors: Error[]): Promise<{ network: FakeNetwork; link: LiveLink }> {
  const network = new FakeNetwork();
  const link = new LiveLink({
    connect: network.connect,
    random: network.random,
    address: () => {
      const error = errors.shift();
      return error === undefined ? network.address() : Promise.reject(error);
    }
  });
  link.start();
  await vi.advanceTimersByTimeAsync(0);
  return { network, link };
}

describe('LiveLink', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('mints a ticket for each attempt', async () => {
    const { network } = await setUp();

    network.last.drop();
    await vi.advanceTimersByTimeAsync(400);

    expect(network.sockets.map(socket => socket.url)).toEqual([
      'ws://room/?ticket=1',
      'ws://room/?ticket=2'
    ]);
  });

  it('waits longer after each failure, and never longer than 15 s', async () => {
    const { network } = await setUp();
    const waited: number[] = [];

    for (let i = 0; i < 8; i++) {
      const n = network.sockets.length;
      const before = Date.now();
      network.last.drop();
      while (network.sockets.length === n) {
        await vi.advanceTimersByTimeAsync(100);
      }
      waited.push(Date.now() - before);
    }

    expect(waited).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000]);
  });

  it('spreads the attempts of many clients', async () => {
    const network = new FakeNetwork();
    const { address, connect } = network;
    const links = [0, 0.99].map(at => new LiveLink({ address, connect, random: () => at }));
    for (const link of links) {
      link.start();
    }
    await vi.advanceTimersByTimeAsync(0);
    for (const socket of [...network.sockets]) {
      socket.drop();
    }

    await vi.advanceTimersByTimeAsync(200);
    const nSoon = network.sockets.length;
    await vi.advanceTimersByTimeAsync(300);

    expect([nSoon, network.sockets.length]).toEqual([3, 4]);
  });

  it('starts from the first delay after a connection that lasted', async () => {
    const { network } = await setUp();
    for (let i = 0; i < 4; i++) {
      network.last.drop();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    network.last.open();
    await vi.advanceTimersByTimeAsync(5_000);
    const n = network.sockets.length;

    network.last.drop();
    await vi.advanceTimersByTimeAsync(300);

    expect(network.sockets).toHaveLength(n + 1);
  });

  it.each([1003, 1009, 4400, 4401, 4403, 4413])(
    'gives up when it is turned down again and again: %i',
    async code => {
      const { network, link } = await setUp();

      for (let i = 0; i < 10; i++) {
        network.last.open();
        network.last.drop(code, 'the reason');
        await vi.advanceTimersByTimeAsync(20_000);
      }

      expect([link.state, link.reason]).toEqual(['refused', 'the reason']);
      expect(network.nTickets).toBe(4);
    }
  );

  it('ends with a session that has ended or never was', async () => {
    const { network, link } = await setUp();

    network.last.drop(4404);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(link.state).toBe('ended');
    expect(network.sockets).toHaveLength(1);
  });

  it('stops when another window has taken over', async () => {
    const { network, link } = await setUp();

    network.last.drop(4410);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(link.state).toBe('taken');
    expect(network.sockets).toHaveLength(1);
  });

  it('says that a session is full and tries again slowly', async () => {
    const { network, link } = await setUp();

    network.last.drop(4429);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([link.state, network.sockets.length]).toEqual(['full', 1]);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(network.sockets).toHaveLength(2);
  });

  it('says why it was turned away, until it is let in', async () => {
    const { network, link } = await setUp();
    const heard: string[] = [];
    link.stateChanged.connect(() => heard.push(link.reason));

    network.last.drop(4429, 'the session is full');
    await vi.advanceTimersByTimeAsync(30_000);
    network.last.open();
    network.last.drop(4429, 'too many frames');
    await vi.advanceTimersByTimeAsync(30_000);
    link.setState('live');

    expect(heard).toEqual(['the session is full', 'too many frames', '']);
  });

  it('tries again when no ticket could be had for now', async () => {
    const { network, link } = await failing(
      new NetworkError('no route'),
      new HybridError('busy', 'unavailable', 503)
    );
    expect(link.state).toBe('reconnecting');

    await vi.advanceTimersByTimeAsync(2_000);

    expect(network.sockets).toHaveLength(1);
  });

  it.each([
    [404, 'ended'],
    [409, 'ended'],
    [403, 'refused']
  ])('takes a %i for an answer: %s', async (status, state) => {
    const { network, link } = await failing(new HybridError('the reason', 'code', status));

    await vi.advanceTimersByTimeAsync(60_000);

    expect([link.state, link.reason]).toEqual([state, 'the reason']);
    expect(network.sockets).toHaveLength(0);
  });

  it('tries at once when the browser is back on line', async () => {
    const { network } = await setUp();
    network.last.drop();

    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);

    expect(network.sockets).toHaveLength(2);
  });

  it('does nothing more once it is disposed of', async () => {
    const { network, link } = await setUp();
    network.last.drop();

    link.dispose();
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(60_000);

    expect(network.sockets).toHaveLength(1);
  });
});

describe('liveAddress', () => {
  it('asks for a ticket of the role each time', async () => {
    const asked: string[] = [];
    const address = liveAddress(
      {
        createTicket: (session, role) => {
          asked.push(`${session} ${role}`);
          return Promise.resolve({ ticket: `t${String(asked.length)}`, expires_at: '' });
        },
        liveUrl: (session, document, ticket) => `${session}/${document}?${ticket}`
      },
      'key',
      'observer'
    );

    const urls = [await address(), await address()];

    expect(asked).toEqual(['key observer', 'key observer']);
    expect(urls).toEqual(['key/notebook?t1', 'key/notebook?t2']);
  });
});
