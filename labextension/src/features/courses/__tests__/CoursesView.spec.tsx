import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { CoursesView } from '../components/CoursesView';
import type { ICoursesView, ICourseView } from '../state';
import { outline } from '../state';
import { course, progress, step } from './fakes';

const trans = nullTranslator.load('x');

const EMPTY: ICoursesView = {
  persona: null,
  isTrainer: true,
  courses: { kind: 'ready', value: [] },
  broken: []
};

const CONTENT = course([step('one', ['a', 'b']), step('two', ['c'], 'the notebook is not JSON')]);

const OPENED: ICourseView = {
  key: 'c',
  title: trans.__('Python'),
  summary: 'For analysts',
  points: 1,
  maxPoints: 3,
  outline: {
    kind: 'ready',
    value: outline(CONTENT, progress({ 'one/a': 'passed', 'one/b': 'waiting' }), null)
  }
};

function show(view: Partial<ICoursesView>) {
  const callbacks = {
    onRefresh: vi.fn<() => void>(),
    onOpen: vi.fn<(course: string) => void>(),
    onClose: vi.fn<(course: string) => void>(),
    onOpenStep: vi.fn<(step: { step: string }) => void>()
  };
  render(<CoursesView view={{ ...EMPTY, ...view }} trans={trans} {...callbacks} />);
  return callbacks;
}

describe('CoursesView', () => {
  afterEach(cleanup);

  it('says what it does while it reads', () => {
    show({ courses: { kind: 'loading' } });

    expect(screen.getByRole('status').textContent).toBe('Reading the courses…');
  });

  it('says what happened, what is safe, and lets you try again', () => {
    const { onRefresh } = show({ courses: { kind: 'failed', words: 'It is gone.' } });

    const note = screen.getByRole('alert');
    fireEvent.click(within(note).getByRole('button', { name: 'Retry' }));

    expect(note.textContent).toContain('The courses could not be read. It is gone.');
    expect(note.textContent).toContain('Your notebooks and points are safe.');
    expect(onRefresh).toHaveBeenCalledOnce();
  });

  it('tells a trainer and a learner what to do where there is no course', () => {
    show({});
    expect(document.body.textContent).toContain('HybridApp.course_dirs');
    cleanup();

    show({ isTrainer: false });
    expect(document.body.textContent).toContain('Ask your trainer');
    expect(document.body.textContent).not.toContain('course_dirs');
  });

  it('shows points in words, and the state of each exercise in words', () => {
    show({ courses: { kind: 'ready', value: [OPENED] } });

    expect(screen.getByRole('progressbar', { name: '1 / 3 points' })).toBeTruthy();
    expect(screen.getByText('Passed')).toBeTruthy();
    expect(screen.getByText('Waiting for a person')).toBeTruthy();
    expect(screen.getByText('Not started')).toBeTruthy();
  });

  it('leads on to the next step', () => {
    const next = progress({ 'one/a': 'tried' });
    const value = outline(CONTENT, next, null);
    const { onOpenStep } = show({
      courses: { kind: 'ready', value: [{ ...OPENED, outline: { kind: 'ready', value } }] }
    });

    fireEvent.click(screen.getByRole('button', { name: 'Continue: Step one' }));

    expect(onOpenStep).toHaveBeenCalledWith({ course: 'c', module: 'm', step: 'one' });
    expect(screen.getByRole('button', { current: 'step' }).textContent).toContain('Step one');
  });

  it('says that everything is done', () => {
    show({ courses: { kind: 'ready', value: [OPENED] } });

    expect(screen.queryByText(/^Continue/)).toBeNull();
    expect(screen.getByText('You have done everything in this course.')).toBeTruthy();
  });

  it('says why a step cannot be opened, and does not offer it', () => {
    show({ courses: { kind: 'ready', value: [OPENED] } });

    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Step two' });

    expect(button.disabled).toBe(true);
    expect(screen.getByText('the notebook is not JSON')).toBeTruthy();
  });

  it('opens and closes a course', () => {
    const { onClose } = show({ courses: { kind: 'ready', value: [OPENED] } });
    fireEvent.click(screen.getByRole('button', { name: 'Python', expanded: true }));
    expect(onClose).toHaveBeenCalledWith('c');
    cleanup();

    const { onOpen } = show({ courses: { kind: 'ready', value: [{ ...OPENED, outline: null }] } });
    fireEvent.click(screen.getByRole('button', { name: 'Python', expanded: false }));
    expect(onOpen).toHaveBeenCalledWith('c');
  });

  it('shows trainers what is wrong with a broken course, and learners that it is', () => {
    show({ broken: [{ key: 'bad', problems: ['course.yaml, line 2: no title'] }] });
    expect(screen.getByText('course.yaml, line 2: no title')).toBeTruthy();
    cleanup();

    show({ isTrainer: false, broken: [{ key: 'bad', problems: [] }] });
    expect(screen.getByText('Your trainer has to mend this course first.')).toBeTruthy();
  });

  it('says through whose eyes one looks', () => {
    show({ persona: 'eva' });

    expect(screen.getByRole('note').textContent).toBe(
      'You look through the eyes of eva; this is no security boundary.'
    );
  });
});
