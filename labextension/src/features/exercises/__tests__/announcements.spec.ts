import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { Announcements } from '../announcements';
import { ExerciseDetails } from '../details';
import { Desk } from './desk';
import { attempt, found, settled, test, tooEarly, trans, uuid } from './fakes';

describe('Announcements', () => {
  it('say a thing once under its name', () => {
    const said: string[] = [];
    const announcements = new Announcements(sentence => said.push(sentence));

    announcements.say('1:kept', 'Kept.');
    announcements.say('1:kept', 'Kept.');
    announcements.say('2:kept', 'Kept.');

    expect(said).toEqual(['Kept.', 'Kept.']);
  });
});

describe('what a screen reader says', () => {
  const failed = test({ passed: false });

  it('of a Check: that it is checked, then the result with what failed and the hint', async () => {
    const desk = new Desk();
    const tests = [failed, test(), test()];
    desk.server.answers = [
      attempt({ points: 2, max_points: 4, tests, hint: 'try `sum`', n_attempts: 1 })
    ];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.said).toEqual([
      'Exercise mean. Checking.',
      'Exercise mean. 2 of 4 points. 1 of 3 tests failed. First failed: mean([1]) == 1. Hint: try sum'
    ]);
  });

  it('of the whole way: failed, kept, sent later and passed, given up; each once', async () => {
    const desk = new Desk();
    const second = desk.open();
    const details = new ExerciseDetails({
      model: desk.model,
      exercise: 'mean',
      notebook: {
        collect: () => found({}),
        answersOf: () => ({}),
        write: () => [],
        kernelHas: async () => Promise.resolve(null)
      },
      api: {
        attempts: async () => Promise.resolve([]),
        answers: async () => Promise.resolve({ answers: {}, free: [] }),
        solution: async () => Promise.resolve({ exercise: 'mean', cells: [] }),
        giveUp: async () => Promise.resolve({ exercise: 'mean', cells: [] })
      },
      questions: {
        mayGiveUp: async () => Promise.resolve(true),
        mayOverwrite: async () => Promise.resolve(true)
      },
      announcements: desk.announcements,
      progressed: () => undefined,
      trans
    });
    desk.server.answers = [
      attempt({ id: uuid(1), points: 0, tests: [failed] }),
      new NetworkError('gone'),
      new NetworkError('gone'),
      attempt({ id: uuid(2) })
    ];

    await desk.model.check('mean', found({ mean: '1' }));
    await desk.model.check('mean', found({ mean: '2' }));
    await desk.clock.pass();
    desk.progress.changed.emit('c');
    second.view('mean');
    await desk.clock.pass();
    desk.progress.known = { solution: 'give_up' };
    await details.solution.show();
    await settled();

    expect(desk.said).toEqual([
      'Exercise mean. Checking.',
      'Exercise mean. 0 of 2 points. 1 of 1 test failed. First failed: mean([1]) == 1.',
      'Exercise mean. Checking.',
      'Exercise mean. It is kept here and will be sent by itself.',
      'Exercise mean. It has been sent. Passed: 2 of 2 points.',
      'Exercise mean. You have given up: attempts from now on give no points. The worked solution is shown below your answer.'
    ]);
    details.dispose();
  });

  it('of a pause: when the next Check is taken, once', async () => {
    const desk = new Desk();
    desk.server.answers = [tooEarly(12), tooEarly(1)];

    await desk.model.check('mean', found({ mean: '1' }));
    desk.clock.time += 12_000;
    await desk.clock.pass();

    expect(desk.said).toEqual([
      'Exercise mean. Checking.',
      'Exercise mean. Next check in 12 s; yours is kept in this window only: leave it open, and it will be checked then.'
    ]);
  });

  it('of an attempt that is sent at last and not graded yet: that, and then the result', async () => {
    const desk = new Desk();
    desk.server.answers = [
      new NetworkError('gone'),
      attempt({ state: 'queued', points: null }),
      attempt()
    ];

    await desk.model.check('mean', found({ mean: '1' }));
    await desk.clock.pass();
    await desk.clock.pass();

    expect(desk.said.slice(2)).toEqual([
      'Exercise mean. It has been sent.',
      'Exercise mean. Passed: 2 of 2 points.'
    ]);
  });

  it('of an answer that used what is not there: its name', async () => {
    const desk = new Desk();
    const missing = [{ kind: 'variable' as const, name: 'orders', cell: 'mean' }];
    desk.server.answers = [attempt({ points: 0, tests: [failed], missing })];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.said[1]).toContain(
      'When the cells run from the top, orders is not defined where it is used.'
    );
  });

  it('of a refusal: the words of the server', async () => {
    const desk = new Desk();
    desk.server.answers = [new HybridError('no exercise mean', 'not_found', 404)];

    await desk.model.check('mean', found({ mean: '1' }));

    expect(desk.said[1]).toBe('Exercise mean. The server did not take it: no exercise mean.');
  });
});
