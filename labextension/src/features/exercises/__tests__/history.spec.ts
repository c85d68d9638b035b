import { describe, expect, it } from 'vitest';

import { NetworkError } from '../../../api/errors';
import type { IAnswers, IAttempt } from '../../../api/types';
import type { Answers } from '../history';
import { AttemptHistory } from '../history';
import { attempt, exerciseKey, settled, trans, uuid } from './fakes';

/** A learner with three attempts at an exercise, whose answers are `1`, `2` and `3`. */
class Learner {
  failure: Error | null = null;
  now: Answers = { mean: '3' };
  isWilling = true;
  /** What is typed while answers are being read. */
  typed: Answers | null = null;
  nAsked = 0;
  nLists = 0;
  without: string[] = [];
  readonly read: string[] = [];
  readonly written: Answers[] = [];
  stored: IAttempt[] = [1, 2, 3].map(n => attempt({ id: uuid(n), n_attempts: n, points: n / 2 }));

  readonly history = new AttemptHistory({
    exercise: exerciseKey(),
    api: {
      attempts: async (): Promise<IAttempt[]> => {
        this.nLists += 1;
        return this.failure === null ? Promise.resolve(this.stored) : Promise.reject(this.failure);
      },
      answers: async (_, id): Promise<IAnswers> => {
        this.read.push(id);
        this.now = this.typed ?? this.now;
        return Promise.resolve({ answers: { mean: id.slice(-1), other: 'x' }, free: [] });
      }
    },
    trans,
    answersNow: () => this.now,
    write: answers => {
      this.written.push(answers);
      return this.without;
    },
    mayOverwrite: async () => {
      this.nAsked += 1;
      return Promise.resolve(this.isWilling);
    }
  });

  get differences(): string[] | undefined {
    return this.history.view.chosen?.differences?.flatMap(({ answer, lines }) =>
      lines.map(({ kind, text }) => `${answer} ${kind} ${text}`)
    );
  }
}

describe('my attempts', () => {
  it('are read when they are looked at, and once', async () => {
    const { history, ...learner } = new Learner();
    expect(learner.nLists).toBe(0);

    await history.open(true);
    await history.open(false);
    await history.open(true);

    expect(history.view.attempts?.map(({ id }) => id)).toEqual([uuid(1), uuid(2), uuid(3)]);
  });

  it('grow by what is checked meanwhile, without being read again', async () => {
    const learner = new Learner();
    await learner.history.open(true);

    learner.history.note(attempt({ id: uuid(4), n_attempts: 4 }));
    learner.history.note(attempt({ id: uuid(4), n_attempts: 4 }));
    learner.history.note(attempt({ id: uuid(5), state: 'queued' }));

    expect(learner.history.view.attempts).toHaveLength(4);
    expect(learner.nLists).toBe(1);
  });

  it('are read again once one shows that others were made elsewhere', async () => {
    const learner = new Learner();
    await learner.history.open(true);
    await learner.history.open(false);
    learner.stored = [1, 2, 3, 4, 5].map(n => attempt({ id: uuid(n), n_attempts: n }));

    learner.history.note(learner.stored[4]);
    expect(learner.nLists).toBe(1);
    expect(learner.history.view.hints.isComplete).toBe(false);
    await learner.history.open(true);
    await learner.history.choose(uuid(5));

    expect(learner.nLists).toBe(2);
    expect(learner.history.view.attempts).toHaveLength(5);
    expect(learner.history.view.chosen?.number).toBe(5);
  });

  it('are read again at once while they are looked at', async () => {
    const learner = new Learner();
    await learner.history.open(true);
    learner.stored = [1, 2, 3, 4, 5].map(n => attempt({ id: uuid(n), n_attempts: n }));

    learner.history.note(learner.stored[4]);
    await settled();

    expect(learner.history.view.attempts).toHaveLength(5);
  });

  it('stand in the order in which the server got them', async () => {
    const learner = new Learner();
    await learner.history.open(true);
    const moments = ['2026-01-03T00:00:00Z', '2026-01-02T00:00:00Z'];

    learner.history.note(attempt({ id: uuid(5), n_attempts: 4, submitted_at: moments[0] }));
    learner.history.note(attempt({ id: uuid(4), n_attempts: 5, submitted_at: moments[1] }));

    const last = learner.history.view.attempts?.slice(3).map(({ id }) => id);
    expect(last).toEqual([uuid(4), uuid(5)]);
  });

  it('show the grade of an attempt that was read before it was graded', async () => {
    const learner = new Learner();
    learner.stored = [attempt({ id: uuid(1), state: 'queued', points: null })];
    await learner.history.open(true);

    learner.history.note(attempt({ id: uuid(1), points: 2 }));

    expect(learner.history.view.attempts).toMatchObject([{ state: 'graded', points: 2 }]);
  });

  it('say why they could not be read, and are read at the next try', async () => {
    const learner = new Learner();
    learner.failure = new NetworkError('gone');
    await learner.history.open(true);
    expect(learner.history.view.sentences).toEqual(['The server cannot be reached.']);

    learner.failure = null;
    await learner.history.open(true);

    expect(learner.history.view.attempts).toHaveLength(3);
    expect(learner.history.view.sentences).toEqual([]);
  });

  it('show the differences to the notebook as it is now, of this exercise only', async () => {
    const learner = new Learner();
    await learner.history.open(true);

    await learner.history.choose(uuid(2));

    expect(learner.differences).toEqual(['mean removed 2', 'mean added 3']);
    learner.now = { mean: '2' };
    expect(learner.differences).toEqual(['mean same 2']);
  });

  it.each([
    ['before', ['mean removed 1', 'mean added 2']],
    ['after', ['mean removed 2', 'mean added 3']]
  ] as const)(
    'show the differences to the attempt %s, from the older to the newer',
    async (against, expected) => {
      const learner = new Learner();
      await learner.history.open(true);

      await learner.history.choose(uuid(2), against);

      expect(learner.differences).toEqual(expected);
      expect(learner.history.view.chosen?.choices).toEqual(['now', 'before', 'after']);
    }
  );

  it('offer no attempt before the first and after the last', async () => {
    const learner = new Learner();
    await learner.history.open(true);

    await learner.history.choose(uuid(1));
    expect(learner.history.view.chosen?.choices).toEqual(['now', 'after']);
    await learner.history.choose(uuid(3));

    expect(learner.history.view.chosen?.choices).toEqual(['now', 'before']);
  });
});

describe('putting answers back', () => {
  it('asks nothing where the notebook holds what was handed in', async () => {
    const learner = new Learner();
    await learner.history.open(true);
    await learner.history.choose(uuid(1));

    await learner.history.putBack();

    expect(learner.nAsked).toBe(0);
    expect(learner.written).toEqual([{ mean: '1', other: 'x' }]);
    expect(learner.history.view.sentences[0]).toContain('in the notebook again');
  });

  it('says which answers the attempt did not have, and which have no cell', async () => {
    const learner = new Learner();
    learner.now = { mean: '3', helper: 'untouched' };
    learner.without = ['other'];
    await learner.history.open(true);
    await learner.history.choose(uuid(2));

    await learner.history.putBack();

    expect(learner.history.view.sentences.slice(1)).toEqual([
      'Attempt 2 had no answer helper: what stands there was left.',
      'The cell of answer other is gone: it was not put back.'
    ]);
  });

  it('reads only a few attempts to find that out', async () => {
    const learner = new Learner();
    learner.stored = Array.from({ length: 12 }, (_, n) => attempt({ id: uuid(n + 1) }));
    learner.now = { mean: 'an hour of work' };
    await learner.history.open(true);
    await learner.history.choose(uuid(1));

    await learner.history.putBack();

    expect(learner.read).toEqual([uuid(1), uuid(12), uuid(11), uuid(10)]);
  });

  it('asks first where somebody has typed while that was found out', async () => {
    const learner = new Learner();
    await learner.history.open(true);
    await learner.history.choose(uuid(1));

    learner.typed = { mean: 'one more line' };
    await learner.history.putBack();

    expect(learner.nAsked).toBe(1);
  });

  it.each([true, false])(
    'asks first where it holds what was never handed in: %s',
    async isWilling => {
      const learner = new Learner();
      learner.now = { mean: 'an hour of work' };
      learner.isWilling = isWilling;
      await learner.history.open(true);
      await learner.history.choose(uuid(1));

      await learner.history.putBack();

      expect(learner.nAsked).toBe(1);
      expect(learner.written).toHaveLength(isWilling ? 1 : 0);
    }
  );
});

describe('hints', () => {
  it('are known from what was checked, and complete once all attempts are read', async () => {
    const learner = new Learner();
    learner.stored = [
      attempt({ id: uuid(1), hint: 'weak' }),
      attempt({ id: uuid(2), hint: 'weak' }),
      attempt({ id: uuid(3), hint: 'strong', n_attempts: 3 })
    ];
    learner.history.note(learner.stored[2]);
    expect(learner.history.view.hints).toEqual({ earned: ['strong'], isComplete: false });

    await learner.history.load();

    expect(learner.history.view.hints).toEqual({ earned: ['weak', 'strong'], isComplete: true });
  });
});
