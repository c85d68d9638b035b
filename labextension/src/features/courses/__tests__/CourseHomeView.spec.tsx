import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IStep } from '../../../api/types';
import { CourseHomeView } from '../components/CourseHomeView';
import type { IStepActions } from '../components/StepActions';
import type { ICourseView } from '../state';
import { course, next, progress, step, stepProgress } from './fakes';
import { actions, opened, trans } from './views';

const LIVE: IStep = {
  ...step('kick_off', []),
  kind: 'live',
  path: null,
  starts_at: '2026-11-22T19:30:00Z',
  duration_min: 60
};

function show(
  view: ICourseView,
  more: Partial<IStepActions & { onGrade: (course: string) => void }> = {}
) {
  const callbacks = { ...actions(), ...more };
  render(<CourseHomeView {...callbacks} course={{ kind: 'ready', value: view }} language="en" />);
  return callbacks;
}

function home(steps: IStep[], known: ReturnType<typeof progress> | null): ICourseView {
  return opened({ ...course(steps), objectives: ['Read a CSV file'] }, known);
}

describe('CourseHomeView', () => {
  afterEach(cleanup);

  it('says what the course is, under headings in their order', () => {
    show(home([step('one', ['a'])], null));

    const headings = screen.getAllByRole('heading');

    expect(headings.map(each => [each.tagName, each.textContent])).toEqual([
      ['H2', 'Python'],
      ['H3', 'Next step'],
      ['H3', 'Left today'],
      ['H3', 'What you will be able to do'],
      ['H3', 'Modules'],
      ['H4', 'Module']
    ]);
    expect(screen.getByText('Language: English')).toBeTruthy();
    expect(screen.getByText('Read a CSV file')).toBeTruthy();
  });

  it('offers grading to those who may', () => {
    const onGrade = vi.fn<(course: string) => void>();
    show(home([step('one', ['a'])], null), { onGrade });

    fireEvent.click(screen.getByRole('button', { name: 'Grade by Hand' }));

    expect(onGrade).toHaveBeenCalledWith('c');
  });

  it('offers grading to nobody else', () => {
    show(home([step('one', ['a'])], null));

    expect(screen.queryByRole('button', { name: 'Grade by Hand' })).toBeNull();
  });

  it('says that nothing is due today', () => {
    show(home([step('one', ['a'])], progress({})));

    expect(screen.getByText('Nothing is due today.')).toBeTruthy();
  });

  it('names what is overdue first, and opens it', () => {
    const steps = [
      stepProgress('one', { due_at: '2026-11-22T21:00:00Z' }),
      stepProgress('two', { due_at: '2026-11-21T18:00:00Z' })
    ];
    const { onOpenStep } = show(home([step('one', []), step('two', [])], progress({}, { steps })));

    const today = screen.getByRole('region', { name: 'Left today' });
    const items = within(today).getAllByRole('listitem');
    fireEvent.click(within(today).getByRole('button', { name: /Step two/ }));

    expect(items.map(each => each.textContent)).toEqual([
      'Notebook:Step twoOverdue: was due yesterday at 18:00',
      'Notebook:Step oneDue today at 21:00'
    ]);
    expect(onOpenStep).toHaveBeenCalledWith({ course: 'c', module: 'm', step: 'two' });
  });

  it('shows what a module needs, and how much of it is done', () => {
    const content = course([step('one', [])]);
    const modules = [
      ...content.modules,
      {
        key: 'n',
        title: trans.__('Second'),
        requires: ['m'],
        due_at: '2026-11-23T18:00:00Z',
        steps: []
      }
    ];
    const steps = [stepProgress('one', { is_done: true })];
    show(opened({ ...content, modules }, progress({}, { steps })));

    const path = screen.getByRole('region', { name: 'Modules' });

    expect(within(path).getByText('1 of 1 step done')).toBeTruthy();
    expect(path.textContent).toContain('After:Module ✓(done)');
    expect(within(path).getByText('Due tomorrow at 18:00')).toBeTruthy();
  });

  it('says when a live step takes place, and offers nothing to open', () => {
    const { onMark } = show(home([LIVE], progress({}, { next: next('kick_off') })));

    expect(screen.getAllByText('Live Sun 22 Nov, 19:30 · 1 h')).toHaveLength(3);
    expect(screen.queryByRole('button', { name: /^Continue/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Join the live session' })).toBeNull();

    const path = screen.getByRole('region', { name: 'Modules' });
    fireEvent.click(within(path).getByRole('button', { name: 'Mark as done: Step kick_off' }));
    expect(onMark).toHaveBeenCalledWith({ course: 'c', module: 'm', step: 'kick_off' }, true);
  });

  it('leads into a live session on its day', () => {
    const { onJoinSession } = show(home([LIVE], progress({})), { isSessionLive: true });

    fireEvent.click(screen.getByRole('button', { name: 'Join the live session' }));

    expect(onJoinSession).toHaveBeenCalledOnce();
  });

  it('says that everything is done', () => {
    const steps = [stepProgress('one', { is_done: true })];
    show(home([step('one', [])], progress({}, { steps })));

    expect(screen.getByText('You have done everything in this course.')).toBeTruthy();
  });

  it('says what happened where the course cannot be read', () => {
    const callbacks = actions();
    const failed = { kind: 'failed' as const, words: 'There is no course x here.' };
    render(<CourseHomeView {...callbacks} course={failed} language="en" />);

    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));

    expect(screen.getByRole('alert').textContent).toContain('There is no course x here.');
    expect(callbacks.onRefresh).toHaveBeenCalledOnce();
  });
});
