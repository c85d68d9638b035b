import { describe, expect, it } from 'vitest';

import { NetworkError } from '../../../api/errors';
import type { IProgress } from '../../../api/types';
import { ProgressModel } from '../model';

function progress(points: number): IProgress {
  const exercise = {
    module: 'm',
    step: 's',
    exercise: 'mean',
    n_attempts: 1,
    n_attempts_left: null
  };
  return {
    course: 'c',
    points,
    max_points: 2,
    exercises: [
      {
        ...exercise,
        points,
        max_points: 2,
        state: 'tried',
        solution: 'locked',
        last_attempt_at: null
      }
    ],
    steps: [],
    next: null
  };
}

/** A server that answers when the test says so. */
class SlowServer {
  readonly questions: ((answer: IProgress | Error) => void)[] = [];

  readonly progress = async (): Promise<IProgress> =>
    new Promise((resolve, reject) => {
      this.questions.push(answer => {
        if (answer instanceof Error) {
          reject(answer);
        } else {
          resolve(answer);
        }
      });
    });
}

describe('ProgressModel', () => {
  it('asks once for all who want to know', async () => {
    const server = new SlowServer();
    const model = new ProgressModel(server);

    const answers = [model.load('c'), model.load('c')];
    server.questions[0]?.(progress(1));
    await Promise.all(answers);
    await model.load('c');

    expect(server.questions).toHaveLength(1);
    expect(model.get('c')?.points).toBe(1);
  });

  it('tells everybody when something was read anew', async () => {
    const server = new SlowServer();
    const model = new ProgressModel(server);
    const told: string[] = [];
    model.changed.connect((_, course) => told.push(course));

    const answer = model.refresh('c');
    server.questions[0]?.(progress(2));
    await answer;

    expect(told).toEqual(['c']);
  });

  it('does not let a late answer hide a newer one', async () => {
    const server = new SlowServer();
    const model = new ProgressModel(server);

    const older = model.refresh('c');
    const newer = model.refresh('c');
    server.questions[1]?.(progress(2));
    await newer;
    server.questions[0]?.(progress(0));
    await older;

    expect(model.get('c')?.points).toBe(2);
  });

  it('keeps what it knows when the server cannot be reached, and asks again', async () => {
    const server = new SlowServer();
    const model = new ProgressModel(server);
    const first = model.refresh('c');
    server.questions[0]?.(progress(1));
    await first;

    const second = model.refresh('c');
    server.questions[1]?.(new NetworkError('gone'));

    await expect(second).rejects.toThrow('gone');
    expect(model.get('c')?.points).toBe(1);
  });

  it('finds one exercise of a step', async () => {
    const server = new SlowServer();
    const model = new ProgressModel(server);
    const answer = model.refresh('c');
    server.questions[0]?.(progress(1));
    await answer;

    const key = { course: 'c', module: 'm', step: 's', exercise: 'mean' };
    expect(model.exercise(key)?.points).toBe(1);
    expect(model.exercise({ ...key, step: 'other' })).toBeNull();
    expect(model.exercise({ ...key, course: 'other' })).toBeNull();
  });

  it('asks again for whoever wants nothing old, and once for all of them', async () => {
    const server = new SlowServer();
    let now = 0;
    const model = new ProgressModel(server, { now: () => now });
    const first = model.load('c', 5_000);
    server.questions[0]?.(progress(1));
    await first;

    now = 5_000;
    await model.load('c', 5_000);
    expect(server.questions).toHaveLength(1);

    now = 5_001;
    const answers = [model.load('c', 5_000), model.load('c', 5_000)];
    server.questions[1]?.(progress(2));
    await Promise.all(answers);

    expect(server.questions).toHaveLength(2);
    expect(model.get('c')?.points).toBe(2);
  });
});
