import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { IAttempt } from '../../../api/types';
import type { IWatchedCheck } from '../watchedCheck';
import { Desk, later } from './desk';
import { attempt, found, settled, uuid } from './fakes';

/** What the server says of an attempt that has no result. */
function queued(position: number | null): IAttempt {
  return attempt({ state: 'queued', points: null, max_points: null, tests: [], position });
}

const CANCELLED = attempt({ state: 'cancelled', points: null, max_points: null, tests: [] });

/** A window in which Check was pressed, on a server that takes its time. */
async function deskThatWaits(said: IAttempt | Error = queued(3)): Promise<{
  readonly desk: Desk;
  readonly give: (attempt: IAttempt) => void;
  readonly watched: () => IWatchedCheck | null;
}> {
  const desk = new Desk();
  const { answer, give } = later();
  desk.server.answers = [answer];
  desk.api.one = said;
  void desk.model.check('mean', found({ mean: '1' }));
  await settled();
  return { desk, give, watched: () => desk.model.view('mean').watched };
}

describe('a Check that waits on the server', () => {
  it('says nothing of a queue while its result may come at once', async () => {
    const { desk, watched } = await deskThatWaits();

    expect(watched()).toBeNull();
    expect(desk.api.nAsked).toBe(0);
    expect(desk.clock.delays).toContain(1_000);
  });

  it('tells its place, then that it is being checked', async () => {
    const { desk, watched } = await deskThatWaits();

    await desk.clock.pass();
    const first = watched();
    desk.api.one = queued(null);
    await desk.clock.pass();

    expect(first?.place).toBe(3);
    expect(watched()?.place).toBeNull();
  });

  it('is read out when it has a place, when it is next and when it is begun; not each time', async () => {
    const { desk, give } = await deskThatWaits();

    for (const place of [3, 3, 2, 2, 1, 1, null, null]) {
      desk.api.one = queued(place);
      await desk.clock.pass();
    }
    give(attempt());
    await settled();

    expect(desk.said).toEqual([
      'Exercise mean. Checking.',
      'Exercise mean. Number 3 in the queue.',
      'Exercise mean. Next in the queue.',
      'Exercise mean. It is being checked.',
      'Exercise mean. Passed: 2 of 2 points.'
    ]);
  });

  it('is not said to begin where it never had to wait', async () => {
    const { desk } = await deskThatWaits(queued(null));

    await desk.clock.pass();

    expect(desk.said).toEqual(['Exercise mean. Checking.']);
  });

  it('is asked for less often far back in the queue', async () => {
    const { desk } = await deskThatWaits(queued(20));
    await desk.clock.pass();
    const near = desk.clock.delays.slice(-1)[0];

    desk.api.one = queued(1_000);
    await desk.clock.pass();

    expect(near).toBe(2_000);
    expect(desk.clock.delays.slice(-1)[0]).toBe(5_000);
  });

  it('is asked for no more once its result is there', async () => {
    const { desk, give, watched } = await deskThatWaits();
    await desk.clock.pass();

    give(attempt());
    await settled();
    await desk.clock.pass();

    expect(desk.api.nAsked).toBe(1);
    expect(watched()).toBeNull();
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });

  it('shows a result that the server tells while the first connection hangs', async () => {
    const { desk } = await deskThatWaits(attempt({ points: 1 }));

    await desk.clock.pass();

    expect(desk.model.view('mean').attempt?.points).toBe(1);
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });

  it('is asked for again where the server was not reached', async () => {
    const { desk, watched } = await deskThatWaits(new NetworkError('cut'));
    await desk.clock.pass();
    const before = watched();

    desk.api.one = queued(2);
    await desk.clock.pass();

    expect(before).toBeNull();
    expect(watched()?.place).toBe(2);
  });

  it('is not asked for in a window that is closed', async () => {
    const { desk } = await deskThatWaits();

    desk.model.dispose();
    await desk.clock.pass();

    expect(desk.api.nAsked).toBe(0);
  });
});

describe('taking a Check back', () => {
  it('drops it for good and says that it does not count', async () => {
    const { desk, give } = await deskThatWaits();
    await desk.clock.pass();
    desk.api.cancelled = CANCELLED;

    await desk.model.cancel('mean');
    give(CANCELLED);
    await settled();

    expect(desk.outbox.waiting(desk.model.step)).toEqual([]);
    expect(desk.model.view('mean').phase.kind).toBe('idle');
    expect(desk.model.view('mean').attempt?.state).toBe('cancelled');
    expect(desk.said.slice(-1)[0]).toBe(
      'Exercise mean. Cancelled. Your answer is kept, and this attempt does not count.'
    );
    expect(desk.said.filter(sentence => sentence.includes('Cancelled'))).toHaveLength(1);
    expect(desk.server.received).toHaveLength(1);
  });

  it('lets the same answers be checked again', async () => {
    const { desk, give } = await deskThatWaits();
    await desk.clock.pass();
    desk.api.cancelled = CANCELLED;
    await desk.model.cancel('mean');
    give(CANCELLED);
    await settled();

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.server.received.map(({ attempt: { id } }) => id)).toEqual([uuid(1), uuid(2)]);
  });

  it('is pressed once, however often the button is', async () => {
    const { desk, watched } = await deskThatWaits();
    await desk.clock.pass();
    let nCalls = 0;
    desk.api.cancelAttempt = async () => {
      nCalls += 1;
      return new Promise(() => undefined);
    };

    void desk.model.cancel('mean');
    void desk.model.cancel('mean');

    expect(nCalls).toBe(1);
    expect(watched()?.isCancelling).toBe(true);
  });

  it('shows the result where it was there already', async () => {
    const { desk } = await deskThatWaits();
    await desk.clock.pass();
    desk.api.cancelled = new HybridError('it has its result', 'conflict', 409, 'attempt');
    desk.api.one = attempt();

    await desk.model.cancel('mean');
    await settled();

    expect(desk.model.view('mean').attempt?.state).toBe('graded');
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });

  it('says why it was not possible, and can be tried again', async () => {
    const { desk, watched } = await deskThatWaits();
    await desk.clock.pass();
    desk.api.cancelled = new HybridError('the disk is full', 'unavailable', 503);

    await desk.model.cancel('mean');

    const trouble = 'It could not be cancelled. The server says: the disk is full.';
    expect(watched()).toMatchObject({ isCancelling: false, trouble });
    expect(desk.said.slice(-1)[0]).toBe(`Exercise mean. ${trouble}`);
  });

  it('does nothing where nothing is checked', async () => {
    const desk = new Desk();

    await desk.model.cancel('mean');

    expect(desk.said).toEqual([]);
  });
});
