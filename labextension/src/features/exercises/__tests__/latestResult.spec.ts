import { describe, expect, it } from 'vitest';

import { HybridError } from '../../../api/errors';
import type { IAttempt } from '../../../api/types';
import { Desk, later } from './desk';
import { attempt, entry, found, settled, uuid } from './fakes';

const OLD = attempt({ id: uuid(1), points: 0, submitted_at: '2026-01-01T00:00:00Z' });
const NEW = attempt({ id: uuid(2), n_attempts: 2, submitted_at: '2026-01-01T00:00:09Z' });

describe('the result of the latest attempt', () => {
  it('is not replaced by what was read before it came', async () => {
    const desk = new Desk();
    let give: (attempts: IAttempt[]) => void = () => undefined;
    desk.api.latestAttempts = async () => new Promise(resolve => (give = resolve));
    const loading = desk.model.load();
    desk.server.answers = [NEW];
    await desk.model.check('mean', found({ mean: '2' }));

    give([attempt({ ...OLD, id: uuid(9) })]);
    await loading;

    expect(desk.model.view('mean').attempt?.id).toBe(NEW.id);
  });

  it('stays when an older one is graded late, and nothing more is said', async () => {
    const desk = new Desk();
    const queued = { ...OLD, state: 'queued' as const, points: null };
    desk.server.answers = [queued, queued, NEW, OLD];
    await desk.model.check('mean', found({ mean: '1' }));
    desk.clock.time += 1_000;
    await desk.model.check('mean', found({ mean: '2' }));
    const said = [...desk.said];

    await desk.clock.pass();

    expect(desk.server.received).toHaveLength(4);
    expect(desk.model.view('mean')).toMatchObject({ attempt: NEW, phase: { kind: 'idle' } });
    expect(desk.said).toEqual(said);
  });

  it('takes the place of the same attempt that was not graded yet', async () => {
    const desk = new Desk();
    desk.api.attempts = [{ ...NEW, state: 'queued', points: null }];
    await desk.model.load();

    desk.api.attempts = [NEW];
    await desk.clock.pass();

    expect(desk.model.view('mean').attempt).toEqual(NEW);
  });

  it('is shown also where a later Check was refused', async () => {
    const desk = new Desk();
    desk.server.answers = [
      { ...OLD, state: 'queued', points: null },
      { ...OLD, state: 'queued', points: null },
      new HybridError('no attempts are left', 'conflict', 409, 'exercise'),
      OLD
    ];
    await desk.model.check('mean', found({ mean: '1' }));
    await desk.model.check('mean', found({ mean: '2' }));

    await desk.clock.pass();

    expect(desk.model.view('mean')).toMatchObject({ attempt: OLD, phase: { kind: 'refused' } });
  });

  it('comes from another tab while a Check of this one was refused', async () => {
    const desk = new Desk();
    desk.server.answers = [new HybridError('no', 'conflict', 409, 'exercise')];
    await desk.model.check('mean', found({ mean: '1' }));
    desk.api.attempts = [NEW];

    desk.browser.tab().tell({ id: uuid(2), exercise: entry().exercise });
    await settled();

    expect(desk.model.view('mean')).toMatchObject({ attempt: NEW, phase: { kind: 'refused' } });
  });

  it('is that of the press in another tab, if that was the later one', async () => {
    const desk = new Desk();
    const { answer, give } = later();
    await desk.model.check('mean', found({ mean: '1' }));
    desk.server.answers = [answer];

    const sent = desk.outbox.submit({ ...entry(2), pressedAt: desk.clock.now() + 1 });
    await settled();
    expect(desk.model.view('mean').phase).toMatchObject({ kind: 'checking', attempt: uuid(2) });
    give(NEW);
    await sent;

    expect(desk.model.view('mean')).toMatchObject({ attempt: NEW, phase: { kind: 'idle' } });
  });
});
