import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { INextStep } from '../../../api/types';
import { outline } from '../outline';
import type { INextView } from '../state';
import { dueWords, languageWords, liveWords, reasonWords } from '../words';
import { course, dates, next, progress, step, stepProgress } from './fakes';

const trans = nullTranslator.load('x');

function nextView(more: Partial<INextStep>, seenAt: string | null = null): INextView {
  const steps = [stepProgress('one', { seen_at: seenAt })];
  const known = progress({}, { steps, next: next('one', more) });
  const view = outline(course([step('one', [])]), known, null).next;
  if (view === null) {
    throw new Error('there is no next step');
  }
  return view;
}

describe('reasonWords', () => {
  it.each([
    [nextView({ reason: 'begin' }), 'The course begins here.'],
    [nextView({ reason: 'resume' }, '2026-11-17T10:00:00Z'), 'You were here on Tuesday.'],
    [nextView({ reason: 'resume' }), 'You were here last.'],
    [nextView({ reason: 'due', due_at: '2026-11-23T18:00:00Z' }), 'Due tomorrow at 18:00.'],
    [
      nextView({ reason: 'due', due_at: '2026-11-21T18:00:00Z' }),
      'Overdue: was due yesterday at 18:00.'
    ],
    [nextView({ reason: 'retry' }), 'Tried, not passed yet.'],
    [nextView({ reason: 'next' }), 'It comes next in the course.']
  ])('%# says why', (view, words) => {
    expect(reasonWords(trans, view, dates)).toBe(words);
  });
});

describe('liveWords', () => {
  it('says when and how long', () => {
    const { step: plain } = nextView({});
    const live = { ...plain, startsAt: '2026-11-24T18:00:00Z', durationMin: 90 };

    expect(liveWords(trans, live, dates)).toBe('Live Tue 24 Nov, 18:00 · 1 h 30 min');
    expect(liveWords(trans, { ...live, durationMin: null }, dates)).toBe('Live Tue 24 Nov, 18:00');
    expect(liveWords(trans, plain, dates)).toContain('not known yet');
  });
});

describe('dueWords', () => {
  it('tells what is past from what is to come', () => {
    expect(dueWords(trans, '2026-11-22T20:01:00Z', dates)).toBe('Due today at 20:01');
    expect(dueWords(trans, '2026-11-22T19:59:00Z', dates)).toBe('Overdue: was due today at 19:59');
  });
});

describe('languageWords', () => {
  it('names a language, and shows a code that is none', () => {
    expect(languageWords('de', 'en')).toBe('German');
    expect(languageWords('not a code', 'en')).toBe('not a code');
  });
});
