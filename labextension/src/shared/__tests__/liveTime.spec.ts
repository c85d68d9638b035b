import { describe, expect, it } from 'vitest';

import { liveMoment } from '../liveTime';

const START = '2026-12-03T23:30:00+01:00';
const MINUTE = 60_000;

describe('the moment of a live step', () => {
  it.each([
    [-1, 'before'],
    [0, 'on'],
    [89 * MINUTE, 'on'],
    [90 * MINUTE, 'over']
  ])('at %s ms from its beginning, across midnight', (offset, moment) => {
    expect(liveMoment(START, 90, Date.parse(START) + offset)).toBe(moment);
  });

  it.each([
    [2 * MINUTE, 'on'],
    [59 * MINUTE, 'on'],
    [60 * MINUTE, 'over'],
    [24 * 60 * MINUTE, 'over']
  ])('lasts as long as is usual where nobody says how long, at %s ms', (offset, moment) => {
    expect(liveMoment(START, null, Date.parse(START) + offset)).toBe(moment);
  });
});
