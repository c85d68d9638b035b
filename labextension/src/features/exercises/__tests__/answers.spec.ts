import { describe, expect, it } from 'vitest';

import type { ICellView } from '../answers';
import { collectAnswers, readAnswerCell } from '../answers';
import { barCells } from '../bars';

function plain(id: string, source = `# ${id}`, type = 'code'): ICellView {
  return { id, type, source, nbgrader: undefined, hybrid: undefined };
}

function answer(gradeId: string, more: Partial<ICellView> & { exercise?: string } = {}): ICellView {
  const { exercise = gradeId, ...cell } = more;
  return {
    ...plain(`cell-${gradeId}`, `answer to ${gradeId}`),
    nbgrader: { grade_id: gradeId, solution: true, cell_type: 'code' },
    hybrid: { exercise },
    ...cell
  };
}

function tests(gradeId: string): ICellView {
  const nbgrader = { grade_id: gradeId, solution: false, grade: true, locked: true };
  return { ...plain(`cell-${gradeId}`), nbgrader };
}

describe('readAnswerCell', () => {
  it('reads an answer', () => {
    expect(readAnswerCell(answer('mean', { exercise: 'averages' }))).toEqual({
      cell: 'cell-mean',
      answer: 'mean',
      exercise: 'averages',
      source: 'answer to mean',
      isRetyped: false
    });
  });

  it.each([
    ['no metadata', undefined],
    ['null', null],
    ['a text', 'solution'],
    ['a list', ['grade_id']],
    ['no solution', { grade_id: 'mean' }],
    ['a text for true', { grade_id: 'mean', solution: 'true' }],
    ['no grade_id', { solution: true }],
    ['a number for a grade_id', { grade_id: 1, solution: true }],
    ['a grade_id with a path', { grade_id: '../mean', solution: true }],
    ['an endless grade_id', { grade_id: 'a'.repeat(129), solution: true }]
  ])('takes a cell with %s for no answer', (_, nbgrader) => {
    expect(readAnswerCell(answer('mean', { nbgrader }))).toBeNull();
  });

  it.each([[undefined], [null], ['mean'], [{ exercise: 7 }], [{ exercise: '<b>' }]])(
    'leaves an answer without an exercise where its metadata is %s',
    hybrid => {
      expect(readAnswerCell(answer('mean', { hybrid }))?.exercise).toBeNull();
    }
  );

  it('notices that a code cell has become text', () => {
    expect(readAnswerCell(answer('mean', { type: 'markdown' }))?.isRetyped).toBe(true);
  });
});

describe('collectAnswers', () => {
  it('takes the first of two cells with the same grade_id, and says so', () => {
    const cells = [answer('mean'), answer('mean', { id: 'pasted', source: 'other' })];

    const found = collectAnswers(cells, null);

    expect(found.cells.map(({ source }) => source)).toEqual(['answer to mean']);
    expect(found.duplicates).toEqual(['mean']);
  });

  it('takes the cells between released ones along, after the cell that they follow', () => {
    const cells = [
      plain('mine0'),
      plain('intro', 'text', 'markdown'),
      plain('mine1'),
      answer('mean'),
      plain('mine2'),
      plain('mine3'),
      tests('test_mean'),
      plain('mine4')
    ];

    const found = collectAnswers(cells, new Set(['intro', 'mean', 'test_mean']));

    expect(found.free).toEqual([
      { after: null, source: '# mine0' },
      { after: 'intro', source: '# mine1' },
      { after: 'mean', source: '# mine2' },
      { after: 'mean', source: '# mine3' },
      { after: 'test_mean', source: '# mine4' }
    ]);
  });

  it('knows released cells by their id too, and names them by their grade_id', () => {
    const cells = [answer('mean'), plain('mine')];

    const found = collectAnswers(cells, new Set(['cell-mean']));

    expect(found.free).toEqual([{ after: 'mean', source: '# mine' }]);
  });

  it('does not take released cells, text, empty cells and copies of graded cells for added ones', () => {
    const cells = [
      plain('setup'),
      plain('note', 'text', 'markdown'),
      plain('empty', ' \n'),
      { ...tests('test_mean'), id: 'pasted' }
    ];

    expect(collectAnswers(cells, new Set(['setup'])).free).toEqual([]);
  });

  it('takes no landmark from a foreign or a pasted cell', () => {
    const cells = [
      answer('mean'),
      answer('median'),
      answer('mean', { id: 'pasted' }),
      answer('from-elsewhere'),
      plain('mine')
    ];

    const found = collectAnswers(cells, new Set(['mean', 'median']));

    expect(found.free).toEqual([{ after: 'median', source: '# mine' }]);
  });

  it('takes no cell for an added one where the notebook does not list the released ones', () => {
    expect(collectAnswers([answer('mean'), plain('mine')], null).free).toEqual([]);
  });
});

describe('barCells', () => {
  it('puts one bar under the last answer of each exercise', () => {
    const cells = [
      answer('a1', { exercise: 'a' }),
      answer('a2', { exercise: 'a' }),
      answer('b'),
      answer('a2', { exercise: 'a', id: 'pasted' }),
      answer('nowhere', { hybrid: null })
    ];

    const places = barCells(collectAnswers(cells, null));

    expect([...places]).toEqual([
      ['a', 'cell-a2'],
      ['b', 'cell-b']
    ]);
  });
});
