import { describe, expect, it } from 'vitest';

import { countdownWords, momentWords } from '../liveWords';
import { trans } from './fakes';

const START = '2026-12-03T17:00:00Z';
const HOUR = 3_600_000;

describe('the words of a live step', () => {
  it('give date and time in the zone and language of whoever reads', () => {
    expect(momentWords(START, 'de', 'Europe/Berlin')).toMatch(
      /Donnerstag, 3\. Dezember 2026.*18:00/
    );
    expect(momentWords(START, 'en-US', 'America/New_York')).toMatch(/12:00.PM EST/);
  });

  it.each([
    [-49 * HOUR, 'It begins in 2 days.'],
    [-26 * HOUR, 'It begins in 26 hours.'],
    [-20 * 60_000, 'It begins in 20 minutes.'],
    [-1_000, 'It begins in 1 minute.'],
    [0, 'It is on now.'],
    [HOUR, 'It is on now.'],
    [2 * HOUR, 'It is over.']
  ])('count down at %s ms', (offset, words) => {
    expect(countdownWords(START, 90, Date.parse(START) + offset, trans)).toBe(words);
  });

  it('are those of a usual length where the course gives none', () => {
    expect(countdownWords(START, null, Date.parse(START) + HOUR / 2, trans)).toBe('It is on now.');
  });

  it('say that there is no date', () => {
    expect(countdownWords(null, null, 0, trans)).toBe('It has no date yet.');
  });
});
