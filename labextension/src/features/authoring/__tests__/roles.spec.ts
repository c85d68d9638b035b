import { describe, expect, it } from 'vitest';

import type { Role } from '../roles';
import { idProblem, mayBe, NO_MARKS, readMarks, ROLES, suggestId, toBlock } from '../roles';

const FLAGS: Record<Exclude<Role, 'none'>, object> = {
  answer: { grade: false, solution: true, locked: false, task: false },
  tests: { grade: true, solution: false, locked: true, task: false, points: 2 },
  manual: { grade: true, solution: true, locked: false, task: false, points: 2 },
  locked: { grade: false, solution: false, locked: true, task: false },
  task: { grade: false, solution: false, locked: true, task: true, points: 2 }
};

describe('toBlock', () => {
  it.each(Object.entries(FLAGS))('writes all of nbgrader’s schema 3 for %s', (role, flags) => {
    const block = toBlock({ role: role as Role, id: 'a', points: 2 });

    expect(block).toEqual({ schema_version: 3, grade_id: 'a', ...flags });
  });

  it('writes nothing for a cell without a role', () => {
    expect(toBlock({ role: 'none', id: 'a', points: 2 })).toBeNull();
  });
});

describe('readMarks', () => {
  it.each(ROLES.filter(role => role !== 'none'))('reads what it wrote for %s', role => {
    const read = readMarks(toBlock({ role, id: 'a', points: 2 }));

    expect(read.role).toBe(role);
    expect(read.id).toBe('a');
    expect(toBlock(read)).toEqual(toBlock({ role, id: 'a', points: 2 }));
  });

  it.each([undefined, null, 'answer', [], { grade: false, solution: false, locked: false }])(
    'takes %j for no role',
    nbgrader => {
      expect(readMarks(nbgrader)).toEqual(NO_MARKS);
    }
  );

  it('survives metadata that are not what they must be', () => {
    const read = readMarks({ grade: true, solution: 1, grade_id: 7, points: 'many' });

    expect(read).toEqual({ role: 'tests', id: '', points: 0 });
  });
});

describe('mayBe', () => {
  it('allows each type of cell what nbgrader allows it', () => {
    const allowed = (type: string): Role[] => ROLES.filter(role => mayBe(role, type));

    expect(allowed('code')).toEqual(['none', 'answer', 'tests', 'manual', 'locked']);
    expect(allowed('markdown')).toEqual(['none', 'manual', 'locked', 'task']);
    expect(allowed('raw')).toEqual(['none', 'locked']);
  });
});

describe('idProblem', () => {
  it('finds what the server would not take', () => {
    const taken = new Set(['mean']);

    expect(idProblem('', taken)).toBe('empty');
    expect(idProblem('no spaces', taken)).toBe('letters');
    expect(idProblem('ä', taken)).toBe('letters');
    expect(idProblem('a'.repeat(129), taken)).toBe('letters');
    expect(idProblem('mean', taken)).toBe('taken');
    expect(idProblem('mean-2_B', taken)).toBeNull();
  });
});

describe('suggestId', () => {
  const none = new Set<string>();

  it('calls an answer like the function that it defines', () => {
    const source = '# the mean\ndef mean(numbers):\n    pass';

    expect(suggestId({ role: 'answer', source, answer: null, taken: none })).toBe('mean');
    expect(suggestId({ role: 'answer', source: 'x = 1', answer: null, taken: none })).toBe(
      'answer'
    );
    expect(
      suggestId({ role: 'answer', source: 'mean <- function(x) x', answer: null, taken: none })
    ).toBe('mean');
  });

  it('calls tests like the answer above them', () => {
    const source = 'def helper(): pass';

    expect(suggestId({ role: 'tests', source, answer: 'mean', taken: none })).toBe('test_mean');
    expect(suggestId({ role: 'tests', source, answer: null, taken: none })).toBe('tests');
  });

  it('counts on where the name is taken', () => {
    const taken = new Set(['mean', 'mean_2']);

    expect(suggestId({ role: 'answer', source: 'def mean(): 1', answer: null, taken })).toBe(
      'mean_3'
    );
  });
});
