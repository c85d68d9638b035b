import { describe, expect, it } from 'vitest';

import { entry, FakeBrowser, FakeServer, settled, tooEarly, uuid } from './fakes';
import { tab } from './tab';

describe('a pause that the server asks for', () => {
  it('is kept by this tab and by every other one', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(12)];
    const browser = new FakeBrowser();
    const one = await tab(server, undefined, browser);
    await one.outbox.submit(entry(1));
    expect(one.events.pop()).toMatchObject({ kind: 'waiting', until: 13_000 });
    const other = await tab(server, one.database, browser);

    await one.outbox.drain();
    await other.outbox.drain();
    expect(server.received).toHaveLength(1);
    one.clock.time = other.clock.time = 13_000;
    await Promise.all([one.clock.pass(), other.clock.pass()]);

    expect(server.received).toHaveLength(2);
    expect(await one.left()).toEqual([]);
  });

  it('does not grow when the clock of the computer is set back', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(12)];
    const one = await tab(server);
    one.clock.time = 1e12;
    await one.outbox.submit(entry(1));

    one.clock.time = 1_000;
    await one.outbox.drain();

    expect(one.clock.delays.pop()).toBe(12_000);
  });

  it('may be longer than a timer can run', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(40 * 86_400)];
    const one = await tab(server);

    await one.outbox.submit(entry(1));
    await one.clock.pass();

    expect(one.clock.delays).toEqual([3_600_000, 3_600_000]);
    expect(server.received).toHaveLength(1);
  });

  it.each([null, 0, -1, Number.NaN])('backs off where no length is given: %s', async seconds => {
    const server = new FakeServer();
    server.answers = [tooEarly(seconds), tooEarly(seconds)];
    const one = await tab(server);

    await one.outbox.submit(entry(1));
    await one.clock.pass();

    expect(one.clock.delays).toEqual([1_000, 2_000]);
    expect(one.events.pop()?.kind).toBe('kept');
  });

  it('holds later answers of the exercise too', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(12)];
    const one = await tab(server);
    await one.outbox.submit(entry(1));

    await one.outbox.submit(entry(2));

    expect(server.received).toHaveLength(1);
    expect(one.events.pop()).toMatchObject({ kind: 'waiting', entry: { id: uuid(2) } });
  });
});

describe('a Check that is taken back', () => {
  it('is not sent, here or in another tab', async () => {
    const server = new FakeServer();
    server.answers = [tooEarly(12)];
    const browser = new FakeBrowser();
    const one = await tab(server, undefined, browser);
    await one.outbox.submit(entry(1));
    const other = await tab(server, one.database, browser);

    const isWithdrawn = await one.outbox.withdraw(uuid(1));
    one.clock.time = other.clock.time = 60_000;
    await Promise.all([one.clock.pass(), other.clock.pass()]);

    expect(isWithdrawn).toBe(true);
    expect(server.received).toHaveLength(1);
    expect(await one.left()).toEqual([]);
  });

  it('stays where it is already on its way', async () => {
    const server = new FakeServer();
    server.answers = [new Promise(() => undefined)];
    const one = await tab(server);
    void one.outbox.submit(entry(1));
    await settled();

    expect(await one.outbox.withdraw(uuid(1))).toBe(false);
    expect(await one.left()).toEqual([uuid(1)]);
  });
});
