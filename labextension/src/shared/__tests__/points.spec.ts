import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { formatPoints, pointsWords } from '../points';

describe('formatPoints', () => {
  it.each([
    [0, '0'],
    [2, '2'],
    [1.5, '1.5'],
    [1 / 3, '0.33'],
    [0.1 + 0.2, '0.3'],
    [10.0, '10'],
    [Number.NaN, '0'],
    [Number.POSITIVE_INFINITY, '0']
  ])('writes %s as %s', (points, text) => {
    expect(formatPoints(points)).toBe(text);
  });

  it('stands in a sentence with what can be had', () => {
    expect(pointsWords(nullTranslator.load('x'), 1.5, 2)).toBe('1.5 / 2 points');
  });
});
