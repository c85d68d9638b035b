import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { ICatalogueFilter } from '../catalogue';
import {
  choicesOf,
  countChosen,
  effortRange,
  filterCourses,
  isFiltering,
  NO_FILTER
} from '../catalogue';
import { summary } from './fakes';

const trans = nullTranslator.load('x');

const PYTHON = summary('python', {
  title: trans.__('Python für Analysten'),
  level: 'beginner',
  medium: 'notebook',
  effort_min: 360,
  tags: ['data', 'python']
});
const CAFE = summary('cafe', {
  title: trans.__('Café talk'),
  summary: 'Questions about data',
  level: 'advanced',
  medium: 'live',
  effort_min: 60,
  tags: ['talk', 'data'],
  next_live_at: '2026-11-24T18:00:00Z'
});
const PLAIN = summary('plain');
const ALL = [PYTHON, CAFE, PLAIN];

function found(filter: Partial<ICatalogueFilter>): string[] {
  return filterCourses(ALL, { ...NO_FILTER, ...filter }).map(({ key }) => key);
}

describe('filterCourses', () => {
  it('lets everything through that nobody has asked to leave out', () => {
    expect(found({})).toEqual(['python', 'cafe', 'plain']);
    expect(found({ text: '  ' })).toEqual(['python', 'cafe', 'plain']);
  });

  it('finds all words anywhere, without regard to capitals and accents', () => {
    expect(found({ text: 'CAFE' })).toEqual(['cafe']);
    expect(found({ text: 'fur data' })).toEqual(['python']);
    expect(found({ text: 'questions' })).toEqual(['cafe']);
    expect(found({ text: 'python talk' })).toEqual([]);
  });

  it('asks for a level, a medium, an effort and a date', () => {
    expect(found({ level: 'beginner' })).toEqual(['python']);
    expect(found({ medium: 'live' })).toEqual(['cafe']);
    expect(found({ effort: 'more' })).toEqual(['python']);
    expect(found({ isLive: true })).toEqual(['cafe']);
    expect(found({ isLive: true, level: 'beginner' })).toEqual([]);
  });

  it('wants every tag', () => {
    expect(found({ tags: ['data'] })).toEqual(['python', 'cafe']);
    expect(found({ tags: ['data', 'talk'] })).toEqual(['cafe']);
  });
});

describe('effortRange', () => {
  it('puts the borders into the lower range', () => {
    expect([60, 61, 240, 241].map(effortRange)).toEqual([
      'up_to_1_h',
      'up_to_4_h',
      'up_to_4_h',
      'more'
    ]);
    expect(effortRange(null)).toBeNull();
  });
});

describe('choicesOf', () => {
  it('offers what divides the courses', () => {
    expect(choicesOf(ALL)).toEqual({
      levels: ['beginner', 'advanced'],
      media: ['notebook', 'live'],
      efforts: ['up_to_1_h', 'more'],
      hasLive: true,
      tags: ['data', 'python', 'talk']
    });
  });

  it('offers nothing where all are the same', () => {
    const { levels, hasLive, tags } = choicesOf([CAFE, { ...CAFE, key: 'other', tags: [] }]);

    expect([levels, hasLive, tags]).toEqual([[], false, ['data', 'talk']]);
  });
});

describe('isFiltering', () => {
  it('counts what is asked for', () => {
    const filter: ICatalogueFilter = { ...NO_FILTER, level: 'beginner', tags: ['a', 'b'] };

    expect(countChosen(filter)).toBe(3);
    expect(isFiltering(filter)).toBe(true);
    expect(isFiltering({ ...NO_FILTER, text: 'x' })).toBe(true);
    expect(isFiltering({ ...NO_FILTER, text: ' ' })).toBe(false);
  });
});
