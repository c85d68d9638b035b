import { describe, expect, it } from 'vitest';

import { NetworkError } from '../../../api/errors';
import type { ISolution } from '../../../api/types';
import type { SolutionAccess } from '../solution';
import { WorkedSolution } from '../solution';
import { exerciseKey, trans } from './fakes';

const SOLUTION: ISolution = {
  exercise: 'mean',
  cells: [{ id: 'mean', cell_type: 'code', source: 'return 1' }]
};

class Learner {
  access: SolutionAccess = 'give_up';
  isWilling = true;
  failure: Error | null = null;
  readonly calls: string[] = [];

  readonly solution = new WorkedSolution({
    exercise: exerciseKey(),
    api: {
      solution: async () => this._answer('solution'),
      giveUp: async () => this._answer('giveUp')
    },
    trans,
    access: () => this.access,
    mayGiveUp: async () => {
      this.calls.push('asked');
      return Promise.resolve(this.isWilling);
    },
    gaveUp: () => this.calls.push('gaveUp')
  });

  private async _answer(call: string): Promise<ISolution> {
    this.calls.push(call);
    return this.failure === null ? Promise.resolve(SOLUTION) : Promise.reject(this.failure);
  }
}

describe('a worked solution', () => {
  it('that costs the points is shown after asking, and given up once', async () => {
    const learner = new Learner();

    await Promise.all([learner.solution.show(), learner.solution.show()]);

    expect(learner.calls).toEqual(['asked', 'giveUp', 'gaveUp']);
    expect(learner.solution.view).toEqual({ kind: 'shown', cells: SOLUTION.cells, isOpen: true });
  });

  it('stays hidden where the learner goes on trying', async () => {
    const learner = new Learner();
    learner.isWilling = false;

    await learner.solution.show();

    expect(learner.calls).toEqual(['asked']);
    expect(learner.solution.view).toEqual({ kind: 'hidden' });
  });

  it('that is open is shown without asking', async () => {
    const learner = new Learner();
    learner.access = 'open';

    await learner.solution.show();

    expect(learner.calls).toEqual(['solution']);
  });

  it('that is locked is not asked for', async () => {
    const learner = new Learner();
    learner.access = 'locked';

    await learner.solution.show();

    expect(learner.calls).toEqual([]);
  });

  it('says why it could not be read, and can be asked for again', async () => {
    const learner = new Learner();
    learner.failure = new NetworkError('gone');
    await learner.solution.show();
    expect(learner.solution.view).toEqual({
      kind: 'failed',
      words: 'The server cannot be reached.'
    });

    learner.failure = null;
    await learner.solution.show();

    expect(learner.solution.view.kind).toBe('shown');
  });

  it('can be folded', async () => {
    const learner = new Learner();
    await learner.solution.show();

    learner.solution.open(false);

    expect(learner.solution.view).toMatchObject({ kind: 'shown', isOpen: false });
  });
});
