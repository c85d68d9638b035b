import { describe, expect, it } from 'vitest';

import { outline } from '../outline';
import type { IStepView } from '../state';
import { leftToday } from '../today';
import { course, dates, progress, step, stepProgress } from './fakes';

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
    const live = (key: string, startsAt: string) => ({
      ...step(key, []),
      kind: 'live' as const,
      starts_at: startsAt,
      duration_min: 60
    });
    const content = course([
      live('over', '2026-11-22T18:30:00Z'),
      live('now', '2026-11-22T19:30:00Z'),
      live('tonight', '2026-11-22T21:00:00Z'),
      live('tomorrow', '2026-11-23T21:00:00Z')
    ]);

    expect(titles(leftToday(outline(content, null, null), dates).live)).toEqual(['now', 'tonight']);
  });
});
