import { describe, expect, it } from 'vitest';

import type { IStep } from '../../../api/types';
import { outline } from '../outline';
import type { IStepView } from '../state';
import { leftToday } from '../today';
import { course, dates, datesAt, progress, step, stepProgress } from './fakes';

function live(key: string, startsAt: string, durationMin: number | null = 60): IStep {
  return {
    ...step(key, []),
    kind: 'live',
    starts_at: startsAt,
    duration_min: durationMin
  };
}

function titles(steps: readonly IStepView[]): string[] {
  return steps.map(({ key }) => key.step);
}

describe('leftToday', () => {
  it('lists what is overdue, oldest first, and what is due before the day ends', () => {
    const due: Record<string, string | null> = {
      later: '2026-11-23T00:00:00Z',
      tonight: '2026-11-22T23:59:59Z',
      yesterday: '2026-11-21T18:00:00Z',
      hour_ago: '2026-11-22T19:00:00Z',
      never: null
    };
    const steps = Object.entries(due).map(([key, at]) => stepProgress(key, { due_at: at }));
    const content = course(Object.keys(due).map(key => step(key, [])));

    const left = leftToday(outline(content, progress({}, { steps }), null), dates);

    expect(titles(left.overdue)).toEqual(['yesterday', 'hour_ago']);
    expect(titles(left.due)).toEqual(['tonight']);
  });

  it('leaves out what is done', () => {
    const steps = [stepProgress('one', { due_at: '2026-11-22T21:00:00Z', is_done: true })];
    const content = course([step('one', [])]);

    const left = leftToday(outline(content, progress({}, { steps }), null), dates);

    expect([...left.overdue, ...left.due]).toEqual([]);
  });

  it('names live steps of today until they are over', () => {
    const content = course([
      live('over', '2026-11-22T18:30:00Z'),
      live('now', '2026-11-22T19:30:00Z'),
      live('tonight', '2026-11-22T21:00:00Z'),
      live('tomorrow', '2026-11-23T21:00:00Z')
    ]);

    expect(titles(leftToday(outline(content, null, null), dates).live)).toEqual(['now', 'tonight']);
  });
  it('names a live step that goes on past midnight, and none that began hours ago', () => {
    const content = course([
      live('since_yesterday', '2026-11-22T23:30:00Z', 90),
      live('of_yesterday', '2026-11-22T22:00:00Z', 90),
      live('without_end', '2026-11-23T00:00:00Z', null)
    ]);
    const at = (now: string): string[] =>
      titles(leftToday(outline(content, null, null), datesAt(new Date(now))).live);

    expect(at('2026-11-23T00:15:00Z')).toEqual(['since_yesterday', 'without_end']);
    expect(at('2026-11-23T09:00:00Z')).toEqual([]);
  });
});
