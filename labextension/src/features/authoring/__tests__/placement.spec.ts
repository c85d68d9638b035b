import { describe, expect, it } from 'vitest';

import { countMessages, groupByFile, placeMessages, snapshot } from '../placement';
import { cell, marked, message } from './fakes';

const CELLS = [cell('one', { source: '1' }), marked('two', 'answer'), marked('three', 'tests')];

describe('placeMessages', () => {
  it('finds a cell by its id before its number', () => {
    const said = message({ cell: 1, cell_id: 'three' });

    expect([...placeMessages([said], snapshot(CELLS), CELLS)]).toEqual([['three', [said]]]);
  });

  it('finds a cell by its grade_id where the file has no cell ids', () => {
    const cells = CELLS.map((each, index) => ({ ...each, id: `new-${String(index)}` }));
    const said = message({ cell: 2, cell_id: 'two' });

    expect([...placeMessages([said], snapshot(cells), cells).keys()]).toEqual(['new-1']);
  });

  it('tells two cells with one grade_id apart by their number', () => {
    const cells = [marked('x', 'answer', { id: 'first' }), marked('x', 'answer', { id: 'second' })];
    const said = message({ cell: 2, cell_id: 'x' });

    expect([...placeMessages([said], snapshot(cells), cells).keys()]).toEqual(['second']);
  });

  it('finds a cell by its number where it has no id', () => {
    const said = message({ cell: 1 });

    expect([...placeMessages([said], snapshot(CELLS), CELLS).keys()]).toEqual(['one']);
  });

  it('means the number that the cell had then', () => {
    const moved = [CELLS[1], CELLS[0], CELLS[2]];

    const placed = placeMessages([message({ cell: 1 })], snapshot(CELLS), moved);

    expect([...placed.keys()]).toEqual(['one']);
  });

  it('says nothing of a cell that changed since, or is gone', () => {
    const said = [message({ cell_id: 'one' }), message({ cell_id: 'two' })];
    const now = [cell('one', { source: '2' }), CELLS[2]];

    expect(placeMessages(said, snapshot(CELLS), now).size).toBe(0);
  });

  it('says it again when the change is taken back', () => {
    const said = message({ cell_id: 'one' });

    expect(placeMessages([said], snapshot(CELLS), [...CELLS]).size).toBe(1);
  });

  it('leaves messages of the file as a whole to the panel', () => {
    expect(placeMessages([message()], snapshot(CELLS), CELLS).size).toBe(0);
  });
});

describe('messages of a course', () => {
  it('are counted and grouped by file in the server’s order', () => {
    const b = message({ file: 'b' });
    const a = message({ file: 'a', severity: 'warning' });
    const b2 = message({ file: 'b', cell: 3 });

    expect(countMessages([b, a, b2])).toEqual({ nErrors: 2, nWarnings: 1 });
    expect(groupByFile([b, a, b2])).toEqual([
      ['b', [b, b2]],
      ['a', [a]]
    ]);
  });
});
