import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { columnWords, recordTable } from '../recordTable';

describe('recordTable', () => {
  it('has a column for every key that any record names, technical ones last', () => {
    const { columns, rows } = recordTable([
      { id: 'x', course: 'c' },
      { id: 'y', course: 'd', cohort: 'blue' }
    ]);

    expect(columns).toEqual(['course', 'cohort', 'id']);
    expect(rows[0]?.map(({ kind }) => kind)).toEqual(['text', 'nothing', 'text']);
  });

  it('tells moments, flags, numbers and what has parts apart', () => {
    const [row] = recordTable([
      {
        a: '2026-11-22T20:00:00Z',
        b: true,
        c: 1.5,
        d: { mean: 'x = 1' },
        e: [],
        f: null,
        g: [{ name: 'one' }]
      }
    ]).rows;

    expect(row).toEqual([
      { kind: 'moment', moment: '2026-11-22T20:00:00Z' },
      { kind: 'flag', isSet: true },
      { kind: 'text', text: '1.5' },
      { kind: 'folded', parts: [{ name: 'mean', text: 'x = 1' }] },
      { kind: 'nothing' },
      { kind: 'nothing' },
      { kind: 'folded', parts: [{ name: '0', text: '{\n  "name": "one"\n}' }] }
    ]);
  });

  it('takes for a moment only what is nothing but one', () => {
    const kindOf = (value: string): string | undefined =>
      recordTable([{ value }]).rows[0]?.[0]?.kind;

    expect(
      ['2026-11-22T20:00:00+00:00', '2026-11-22T20:00:00.123456+00:00', '2026-11-22T20:00Z'].map(
        kindOf
      )
    ).toEqual(['moment', 'moment', 'moment']);
    expect(
      ['2026-01-01T10:00 talk', '2026-01-01T10:00:00Z, the talk', '2026-01-01'].map(kindOf)
    ).toEqual(['text', 'text', 'text']);
  });
});

describe('columnWords', () => {
  it('names what it knows, and shows what is new', () => {
    const trans = nullTranslator.load('x');

    expect(columnWords(trans, 'submitted_at')).toBe('Handed in');
    expect(columnWords(trans, 'something_new')).toBe('something new');
  });
});
