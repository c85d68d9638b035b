import { describe, expect, it } from 'vitest';

import { answerAbove, answerOf, exerciseOf, exercisesOf, testsOf } from '../exercises';
import { cell, marked } from './fakes';

const CELLS = [
  cell('words', { type: 'markdown' }),
  marked('a', 'answer'),
  marked('b', 'answer'),
  marked('note', 'locked'),
  marked('ta', 'tests'),
  marked('tb', 'tests'),
  marked('m', 'manual'),
  marked('c', 'answer'),
  marked('tc', 'tests')
];

describe('exercisesOf', () => {
  it('groups answers with what grades them, as the server does', () => {
    expect(exercisesOf(CELLS)).toEqual([
      { key: 'a', answers: ['a', 'b'], graded: ['ta', 'tb'] },
      { key: 'm', answers: ['m'], graded: ['m'] },
      { key: 'c', answers: ['c'], graded: ['tc'] }
    ]);
  });

  it('follows the author’s own keys', () => {
    const cells = [
      marked('a', 'answer', { hybrid: { exercise: 'both' } }),
      marked('ta', 'tests'),
      marked('b', 'answer', { hybrid: { exercise: 'both' } }),
      marked('tb', 'tests')
    ];

    expect(exercisesOf(cells)).toEqual([
      { key: 'both', answers: ['a', 'b'], graded: ['ta', 'tb'] }
    ]);
  });
});

describe('going between an exercise and its tests', () => {
  it('leads from every answer to the first tests', () => {
    expect(testsOf(CELLS, 'a')).toBe('ta');
    expect(testsOf(CELLS, 'b')).toBe('ta');
    expect(testsOf(CELLS, 'c')).toBe('tc');
  });

  it('leads from all tests to the first answer', () => {
    expect(answerOf(CELLS, 'ta')).toBe('a');
    expect(answerOf(CELLS, 'tb')).toBe('a');
    expect(answerOf(CELLS, 'tc')).toBe('c');
  });

  it('leads nowhere from cells that have no counterpart', () => {
    for (const id of ['words', 'note', 'm', 'gone']) {
      expect(testsOf(CELLS, id)).toBeNull();
      expect(answerOf(CELLS, id)).toBeNull();
    }
    expect(answerOf(CELLS, 'a')).toBeNull();
    expect(exerciseOf(CELLS, 'words')).toBeNull();
  });

  it('knows what new tests would grade', () => {
    expect(answerAbove([marked('a', 'answer'), cell('new')], 'new')).toBe('a');
    expect(answerAbove([cell('new'), marked('a', 'answer')], 'new')).toBeNull();
  });
});
