import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { IAttempt, ICourse } from '../../../api/types';
import { ExercisesModel } from '../model';
import { Outbox } from '../outbox';
import { MemoryStore } from '../outboxStore';
import {
  attempt,
  courseWith,
  entry,
  FakeBrowser,
  FakeClock,
  FakeServer,
  found,
  NoProgress,
  settled,
  STEP,
  test,
  trans,
  uuid
} from './fakes';

class StepApi {
  attempts: IAttempt[] = [];
  failure: Error | null = null;
  course = async (): Promise<ICourse> => Promise.resolve(courseWith(['mean', 'median']));
  latestAttempts = async (): Promise<IAttempt[]> =>
    this.failure === null ? Promise.resolve(this.attempts) : Promise.reject(this.failure);
}

class Desk {
  readonly server = new FakeServer();
  readonly browser = new FakeBrowser();
  readonly clock = new FakeClock();
  readonly api = new StepApi();
  readonly outbox = new Outbox({
    api: this.server,
    store: new MemoryStore(),
    tabs: this.browser.tab(),
    clock: this.clock
  });
  readonly said: string[] = [];
  now = 1_000;
  session: string | null = null;
  model = this.open();

  open(): ExercisesModel {
    let nIds = 0;
    const model = new ExercisesModel({
      step: STEP,
      api: this.api,
      progress: new NoProgress(),
      outbox: this.outbox,
      session: () => this.session,
      trans,
      clock: this.clock,
      now: () => this.now,
      newId: () => uuid(++nIds)
    });
    model.said.connect((_, sentence) => this.said.push(sentence));
    return model;
  }
}

function later(): { answer: Promise<IAttempt>; give: (attempt: IAttempt) => void } {
  let give: (attempt: IAttempt) => void = () => undefined;
  const answer = new Promise<IAttempt>(resolve => (give = resolve));
  return {
    answer,
    give: attempt => {
      give(attempt);
    }
  };
}

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
    expect(desk.said).toEqual([]);
    newer.give(attempt({ id: uuid(2) }));
    await second;
    expect(desk.model.view('mean').attempt?.id).toBe(uuid(2));
  });

  it('is announced once, in words', async () => {
    const desk = new Desk();
    const failed = test({ passed: false });
    desk.server.answers = [
      attempt({ points: 0, tests: [failed, test()], hint: 'try a loop', id: uuid(1) })
    ];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.said).toEqual([
      'Exercise mean. 0 of 2 points. 1 of 2 tests failed. First failed: mean([1]) == 1. Hint: try a loop'
    ]);
  });

  it('is kept while the server is away, said once, and comes back by itself', async () => {
    const desk = new Desk();
    desk.server.answers = [new NetworkError('gone'), new NetworkError('gone')];

    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.model.view('mean').phase).toEqual({
      kind: 'kept',
      attempt: uuid(1),
      isDurable: false
    });
    await desk.clock.pass();
    expect(desk.said).toEqual(['Exercise mean. It is kept here and will be sent by itself.']);
    await desk.clock.pass();

    expect(desk.model.view('mean').phase).toEqual({ kind: 'idle' });
    expect(desk.said).toHaveLength(2);
    expect(desk.said[1]).toContain('Passed: 2 of 2 points.');
  });

  it('says what the server does not take, and can be pressed again', async () => {
    const desk = new Desk();
    desk.server.answers = [new HybridError('release is unknown', 'invalid', 422)];

    await desk.model.check('mean', found({ mean: '1' }));
    expect(desk.model.view('mean').phase).toEqual({
      kind: 'refused',
      attempt: uuid(1),
      words: 'release is unknown'
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
    expect(desk.said).toEqual([]);
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
    expect(model.view('mean').phase).toEqual({ kind: 'kept', attempt: uuid(7), isDurable: false });
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
