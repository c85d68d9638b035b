import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { dateLanguage, daysUntil, DateWords } from '../dates';
import { durationWords } from '../duration';

const trans = nullTranslator.load('x');
/** A Sunday, 23:30 in Berlin. */
const NOW = new Date('2026-11-22T22:30:00Z');

function words(language = 'en-GB', timeZone = 'Europe/Berlin'): DateWords {
  return new DateWords(trans, { language, timeZone, now: () => NOW });
}

describe('daysUntil', () => {
  it('counts days of the reader’s calendar, not periods of 24 hours', () => {
    expect(daysUntil('2026-11-22T22:59:59Z', NOW, 'Europe/Berlin')).toBe(0);
    expect(daysUntil('2026-11-22T23:00:00Z', NOW, 'Europe/Berlin')).toBe(1);
    expect(daysUntil('2026-11-22T23:00:00Z', NOW, 'UTC')).toBe(0);
    expect(daysUntil('2026-11-21T22:30:00Z', NOW, 'Europe/Berlin')).toBe(-1);
  });

  it('counts right over the night in which the clocks change', () => {
    const before = new Date('2026-10-24T22:30:00Z');

    expect(daysUntil('2026-10-26T12:00:00Z', before, 'Europe/Berlin')).toBe(1);
  });
});

describe('DateWords', () => {
  it('says today, tomorrow and yesterday', () => {
    expect(words().dayAndTime('2026-11-22T22:45:00Z')).toBe('today at 23:45');
    expect(words().dayAndTime('2026-11-23T17:00:00Z')).toBe('tomorrow at 18:00');
    expect(words().dayAndTime('2026-11-21T17:00:00Z')).toBe('yesterday at 18:00');
  });

  it('says the weekday within a week, else the date', () => {
    expect(words().day('2026-11-24T17:00:00Z')).toBe('on Tuesday');
    expect(words().day('2026-11-17T17:00:00Z')).toBe('on Tuesday');
    expect(words().day('2026-11-29T17:00:00Z')).toBe('on 29 November');
    expect(words().day('2027-01-02T17:00:00Z')).toBe('on 2 January 2027');
  });

  it('writes a whole date as the reader’s language does', () => {
    expect(words().full('2026-11-24T17:00:00Z')).toBe('Tue 24 Nov, 18:00');
    expect(words('de').full('2026-11-24T17:00:00Z')).toBe('Di., 24. Nov., 18:00');
    expect(words('en-GB', 'America/New_York').full('2026-11-24T17:00:00Z')).toBe(
      'Tue 24 Nov, 12:00'
    );
  });

  it('shows what is no date as it is', () => {
    expect(words().day('soon')).toBe('on soon');
    expect(Number.isNaN(words().daysUntil('soon'))).toBe(true);
  });
});

describe('dateLanguage', () => {
  it('is the page’s language in the reader’s own manner', () => {
    expect(dateLanguage('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(dateLanguage('de-DE', ['en-US'])).toBe('de-DE');
    expect(dateLanguage('', ['fr-FR'])).toBe('fr-FR');
    expect(dateLanguage('', [])).toBe('en');
  });
});

describe('durationWords', () => {
  it('writes hours and minutes', () => {
    expect(durationWords(trans, 45)).toBe('45 min');
    expect(durationWords(trans, 360)).toBe('6 h');
    expect(durationWords(trans, 90)).toBe('1 h 30 min');
  });
});
