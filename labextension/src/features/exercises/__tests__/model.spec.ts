import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { Desk, later } from './desk';
import { attempt, courseWith, entry, found, settled, STEP, tooEarly, uuid } from './fakes';

describe('Check', () => {
  it('says in which live session it was pressed, and nothing outside of one', async () => {
    const desk = new Desk();

    desk.session = 's1';
    await desk.model.check('mean', found({ mean: 'one' }));
    desk.session = null;
    await desk.model.check('mean', found({ mean: 'two' }));

    const sent = desk.server.received.map(({ attempt: { session } }) => session);
    expect(sent).toEqual(['s1', undefined]);
    expect(desk.server.received[1].attempt).not.toHaveProperty('session');
  });

  it('hands in all answers of the notebook under a new id, and is on its way since now', async () => {
    const desk = new Desk();
    const { answer, give } = later();
    desk.server.answers = [answer];

    const checked = desk.model.check('mean', found({ mean: '1', median: '2' }));
    await settled();

    expect(desk.model.view('mean').phase).toEqual({
      kind: 'checking',
      attempt: uuid(1),
      since: 1_000
    });
    expect(desk.server.received[0]).toEqual({
      exercise: { course: 'c', module: 'm', step: 's', exercise: 'mean' },
      attempt: { id: uuid(1), release: STEP.release, answers: { mean: '1', median: '2' }, free: [] }
    });
    give(attempt());
    await checked;
    expect(desk.model.view('mean').phase).toEqual({ kind: 'idle' });
    expect(desk.model.view('mean').state).toBe('passed');
  });

  it('makes another attempt once the notebook is a copy of another release', async () => {
    const desk = new Desk();
    desk.server.answers = [new NetworkError('gone')];
    await desk.model.check('mean', found({ mean: '1' }));
    desk.model.dispose();

    const updated = desk.open({ ...STEP, release: 'b'.repeat(64) });
    await updated.check('mean', found({ mean: '1' }));
    await desk.clock.pass();

    const releases = desk.server.received.map(({ attempt: { release } }) => release);
    expect([...new Set(releases)]).toEqual([STEP.release, 'b'.repeat(64)]);
  });

  it('makes one attempt of the same answers while they are on their way', async () => {
    const desk = new Desk();
    const { answer, give } = later();
    desk.server.answers = [answer];

    const first = desk.model.check('mean', found({ mean: '1' }));
    await desk.model.check('mean', found({ mean: '1' }));
    await settled();

    expect(desk.server.received).toHaveLength(1);
    give(attempt());
    await first;
    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.server.received).toHaveLength(2);
  });

  it('makes a second attempt of other answers, and shows only that one', async () => {
    const desk = new Desk();
    const older = later();
    const newer = later();
    desk.server.answers = [older.answer, newer.answer];

    const first = desk.model.check('mean', found({ mean: '1' }));
    await settled();
    const second = desk.model.check('mean', found({ mean: '2' }));
    await settled();
    older.give(attempt({ id: uuid(1), points: 0 }));
    await first;

    expect(desk.model.view('mean').phase).toMatchObject({ kind: 'checking', attempt: uuid(2) });
    expect(desk.said).toEqual(['Exercise mean. Checking.', 'Exercise mean. Checking.']);
    newer.give(attempt({ id: uuid(2) }));
    await second;
    expect(desk.model.view('mean').attempt?.id).toBe(uuid(2));
  });

  it('is kept while the server is away, and comes back by itself', async () => {
    const desk = new Desk();
    desk.server.answers = [new NetworkError('gone'), new NetworkError('gone')];

    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.model.view('mean').phase).toEqual({
      kind: 'kept',
      attempt: uuid(1),
      isDurable: false,
      words: null
    });
    await desk.clock.pass();
    expect(desk.model.view('mean').phase.kind).toBe('kept');
    await desk.clock.pass();

    expect(desk.model.view('mean').phase).toEqual({ kind: 'idle' });
  });

  it('says what the server does not take, and can be pressed again', async () => {
    const desk = new Desk();
    desk.server.answers = [new HybridError('release is unknown', 'invalid', 422)];

    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.model.view('mean').phase).toEqual({
      kind: 'refused',
      attempt: uuid(1),
      words: 'release is unknown',
      isOutdated: false
    });
    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.server.received.map(({ attempt: { id } }) => id)).toEqual([uuid(1), uuid(2)]);
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });

  it('goes on checking while the server has it but no grade', async () => {
    const desk = new Desk();
    desk.server.answers = [attempt({ state: 'queued', points: null })];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.model.view('mean').phase.kind).toBe('checking');
    await desk.clock.pass();
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });

  it('says which answers are gone, of this exercise and those before it', async () => {
    const desk = new Desk();
    await desk.model.load();

    await desk.model.check('median', found({ median: '1' }));
    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.model.view('median').problems).toEqual([
      'The cell of answer mean is gone; it is graded as it was handed out.'
    ]);
    expect(desk.model.view('mean').problems).toEqual([]);
  });
});

describe('an opened notebook', () => {
  it('shows what was done before', async () => {
    const desk = new Desk();
    desk.api.attempts = [attempt({ points: 1, n_attempts: 3 })];

    await desk.model.load();

    const view = desk.model.view('mean');
    expect(view).toMatchObject({ points: 1, maxPoints: 2, nAttempts: 3, state: 'tried' });
    expect(desk.said).toEqual([]);
  });

  it('shows what is still in the outbox from before the reload, and then its result', async () => {
    const desk = new Desk();
    desk.server.answers = [new NetworkError('gone')];
    await desk.outbox.submit(entry(7));

    const model = desk.open();
    expect(model.view('mean').phase).toEqual({
      kind: 'kept',
      attempt: uuid(7),
      isDurable: false,
      words: null
    });
    await desk.clock.pass();

    expect(model.view('mean').phase.kind).toBe('idle');
    expect(model.view('mean').attempt?.id).toBe(uuid(7));
  });

  it('says why it does not know what was done before, and asks again', async () => {
    const desk = new Desk();
    desk.api.failure = new NetworkError('gone');

    await desk.model.load();
    expect(desk.model.view('mean').trouble).toBe('The server cannot be reached.');
    desk.api.failure = null;
    await desk.clock.pass();

    expect(desk.model.view('mean').trouble).toBeNull();
  });

  it('does not ask again for a course that the server does not have', async () => {
    const desk = new Desk();
    desk.api.failure = new HybridError('there is no course', 'not_found', 404);

    await desk.model.load();

    expect(desk.model.view('mean').trouble).toContain('there is no course');
    expect(desk.clock.nWaiting).toBe(0);
  });

  it('looks again while an attempt of before is still being graded', async () => {
    const desk = new Desk();
    desk.api.attempts = [attempt({ state: 'queued', points: null })];
    await desk.model.load();

    desk.api.attempts = [attempt()];
    await desk.clock.pass();

    expect(desk.model.view('mean').state).toBe('passed');
    expect(desk.clock.nWaiting).toBe(0);
  });

  it('shows what another tab got', async () => {
    const desk = new Desk();
    await desk.model.load();
    desk.api.attempts = [attempt({ points: 2 })];

    const exercise = { course: 'c', module: 'm', step: 's', exercise: 'mean' };
    desk.browser.tab().tell({ id: uuid(9), exercise });
    await settled();

    expect(desk.model.view('mean').points).toBe(2);
  });

  it('leaves the exercises of other steps alone', async () => {
    const desk = new Desk();
    const foreign = entry(3);

    await desk.outbox.submit({ ...foreign, exercise: { ...foreign.exercise, step: 'other' } });

    expect(desk.model.view('mean').attempt).toBeNull();
    expect(desk.said).toEqual([]);
  });
});

describe('the limits of an exercise', () => {
  it('take no Check without an attempt left', async () => {
    const desk = new Desk();
    desk.progress.known = { n_attempts: 5, n_attempts_left: 0 };

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.server.received).toEqual([]);
    expect(desk.model.view('mean')).toMatchObject({ nAttemptsLeft: 0, phase: { kind: 'idle' } });
    expect(desk.said).toEqual(['Exercise mean. No attempts are left.']);
  });

  it('refuse in words what another browser has used up meanwhile', async () => {
    const desk = new Desk();
    const words = 'you have used all 5 attempts';
    desk.server.answers = [new HybridError(words, 'conflict', 409, 'exercise')];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.model.view('mean').phase).toMatchObject({
      kind: 'refused',
      words,
      isOutdated: false
    });
    expect(desk.clock.nWaiting).toBe(0);
  });

  it('let a Check wait for the pause, and send the better answer of a second press instead', async () => {
    const desk = new Desk();
    desk.server.answers = [tooEarly(12), tooEarly(9)];
    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.model.view('mean').phase).toEqual({
      kind: 'waiting',
      attempt: uuid(1),
      until: 13_000,
      isDurable: false
    });

    await desk.model.check('mean', found({ mean: '1' }));
    await desk.model.check('mean', found({ mean: '2' }));
    desk.clock.time = 20_000;
    await desk.clock.pass();

    const sent = desk.server.received.map(({ attempt: { id } }) => id);
    expect(sent.filter(id => id === uuid(1))).toHaveLength(1);
    expect(desk.server.received.pop()?.attempt.answers).toEqual({ mean: '2' });
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });
});

describe('a notebook that the server does not know any more', () => {
  it.each([
    ['its exercise was removed', new HybridError('no exercise mean', 'not_found', 404)],
    ['its release is gone', new HybridError('no such release', 'invalid', 422, 'release')]
  ])('is said to be outdated: %s', async (_, error) => {
    const desk = new Desk();
    desk.server.answers = [error];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.model.view('mean').phase).toMatchObject({
      kind: 'refused',
      words: error.message,
      isOutdated: true
    });
  });
});

describe('what was missing', () => {
  const missing = [{ kind: 'variable' as const, name: 'orders', cell: 'mean' }];

  it('is known at once, and a moment later whether the own kernel has it', async () => {
    const desk = new Desk();
    desk.kernel = true;
    desk.server.answers = [attempt({ points: 0, missing })];

    await desk.model.check('mean', found({ mean: '1' }));
    await settled();

    expect(desk.model.view('mean').missing).toEqual([{ ...missing[0], isInKernel: true }]);
  });

  it('is forgotten with the next attempt', async () => {
    const desk = new Desk();
    desk.server.answers = [attempt({ points: 0, missing })];
    await desk.model.check('mean', found({ mean: '1' }));

    await desk.model.check('mean', found({ mean: '2' }));

    expect(desk.model.view('mean').missing).toEqual([]);
  });
});

describe('reading', () => {
  it('asks for the outline of the course once', async () => {
    const desk = new Desk();

    await desk.model.load();
    await desk.model.load();

    expect(desk.api.nOutlines).toBe(1);
  });

  it('asks for nothing but the attempt when Check is pressed', async () => {
    const desk = new Desk();
    await desk.model.load();
    const before = { outlines: desk.api.nOutlines, lists: desk.api.nLists };

    await desk.model.check('mean', found({ mean: '1' }));

    expect({ outlines: desk.api.nOutlines, lists: desk.api.nLists }).toEqual(before);
    expect(desk.server.received).toHaveLength(1);
  });

  it('knows how many hints there are', async () => {
    const desk = new Desk();
    desk.api.outline = courseWith(['mean'], STEP.release, { n_hints: 3 });

    await desk.model.load();

    expect(desk.model.view('mean').nHints).toBe(3);
    expect(desk.model.answerIds('mean')).toEqual(['mean']);
  });
});

describe('a reload', () => {
  it('makes no second attempt of answers that still wait', async () => {
    const desk = new Desk();
    desk.server.answers = [new NetworkError('gone')];
    await desk.model.check('mean', found({ mean: '1' }));

    const model = desk.open();
    await model.check('mean', found({ mean: '1' }));

    expect(desk.outbox.waiting(STEP)).toHaveLength(1);
  });
});

describe('another tab', () => {
  it('does not end the Check of this one', async () => {
    const desk = new Desk();
    const { answer, give } = later();
    desk.server.answers = [answer];
    const checked = desk.model.check('mean', found({ mean: '1' }));
    await settled();

    const exercise = { course: 'c', module: 'm', step: 's', exercise: 'mean' };
    desk.browser.tab().tell({ id: uuid(9), exercise });
    await settled();

    expect(desk.model.view('mean').phase).toMatchObject({ kind: 'checking', attempt: uuid(1) });
    give(attempt());
    await checked;
    expect(desk.model.view('mean').phase.kind).toBe('idle');
  });
});
