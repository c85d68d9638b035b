import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { choicesOf, NO_FILTER } from '../catalogue';
import { CoursesView } from '../components/CoursesView';
import type { ICoursesView, ICourseView } from '../state';
import { course, next, progress, step, summary } from './fakes';
import { actions, EMPTY, opened, trans, withCourses } from './views';

const CONTENT = course([step('one', ['a', 'b']), step('two', ['c'], 'the notebook is not JSON')]);
const OPENED = opened(CONTENT, progress({ 'one/a': 'passed', 'one/b': 'given_up' }));
const OTHER = { ...OPENED, key: 'd', title: trans.__('SQL'), isOpen: false };

function show(view: Partial<ICoursesView>) {
  const callbacks = actions();
  render(<CoursesView view={{ ...EMPTY, ...view }} {...callbacks} />);
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

  it('says beside the courses why they could not be read again', () => {
    const { onRefresh } = show({ ...withCourses(OPENED), failure: 'It is gone.' });

    const note = screen.getByRole('alert');
    fireEvent.click(within(note).getByRole('button', { name: 'Retry' }));

    expect(note.textContent).toContain('The courses could not be read again. It is gone.');
    expect(note.textContent).toContain('What you see may be old.');
    expect(screen.getByRole('button', { name: 'Python' })).toBeTruthy();
    expect(onRefresh).toHaveBeenCalledOnce();
  });

  it('says above what is in a course why that could not be read again', () => {
    const { onOpen } = show(withCourses({ ...OPENED, failure: 'It is gone.' }));

    const note = screen.getByRole('alert');
    fireEvent.click(within(note).getByRole('button', { name: 'Retry' }));

    expect(note.textContent).toContain('The course could not be read again. It is gone.');
    expect(screen.getByText('Passed')).toBeTruthy();
    expect(onOpen).toHaveBeenCalledWith('c');
  });

  it('tells a trainer and a learner what to do where there is no course', () => {
    show({});
    expect(document.body.textContent).toContain('HybridApp.course_dirs');
    cleanup();

    show({ isTrainer: false });
    expect(document.body.textContent).toContain('Ask your trainer');
    expect(document.body.textContent).not.toContain('course_dirs');
  });

  it('shows points, and the state of each exercise in words', () => {
    show(withCourses(OPENED));

    expect(screen.getByRole('progressbar', { name: '1 / 2 points' })).toBeTruthy();
    expect(screen.getAllByText('0 of 2 steps done')).toHaveLength(2);
    expect(screen.getByText('Passed')).toBeTruthy();
    expect(screen.getByText('Given up')).toBeTruthy();
  });

  it('says what a course is about', () => {
    const facts = {
      level: 'beginner' as const,
      medium: 'notebook' as const,
      effort_min: 360,
      tags: ['data'],
      next_live_at: '2026-11-24T18:00:00Z'
    };
    show(withCourses(opened(CONTENT, null, facts)));

    const list = screen.getByRole('list', { name: 'About the course' });

    expect(
      within(list)
        .getAllByRole('listitem')
        .map(each => each.textContent)
    ).toEqual(['Beginner', 'Notebooks', '6 h', 'Live Tue 24 Nov, 18:00', 'data']);
  });

  it('leads on to the next step, and says why', () => {
    const known = progress({ 'one/a': 'tried' }, { next: next('one', { reason: 'retry' }) });
    const { onOpenStep } = show(withCourses(opened(CONTENT, known)));

    fireEvent.click(screen.getByRole('button', { name: 'Continue: Step one' }));

    expect(onOpenStep).toHaveBeenCalledWith({ course: 'c', module: 'm', step: 'one' });
    expect(screen.getByText('Tried, not passed yet.')).toBeTruthy();
    expect(screen.getByRole('button', { current: 'step' }).textContent).toContain('Step one');
  });

  it('leads on in the course used last, and only once', () => {
    const known = progress({}, { next: next('one', { reason: 'begin' }) });
    const last = opened(CONTENT, known);
    show({ ...withCourses(last, OTHER), last });

    const region = screen.getByRole('region', { name: 'Go on with Python' });

    expect(screen.getAllByRole('button', { name: /^Continue/ })).toEqual([
      within(region).getByRole('button', { name: 'Continue: Step one' })
    ]);
  });

  it('says why a step cannot be opened, and does not offer it', () => {
    show(withCourses(OPENED));

    const button = screen.getByRole<HTMLButtonElement>('button', { name: /Step two/ });

    expect(button.disabled).toBe(true);
    expect(screen.getByText('the notebook is not JSON')).toBeTruthy();
  });

  it('opens and closes a course, and leads to its home', () => {
    const { onClose, onOpenHome } = show(withCourses(OPENED));
    fireEvent.click(screen.getByRole('button', { name: 'Python', expanded: true }));
    fireEvent.click(screen.getByRole('button', { name: 'Course home of Python' }));
    expect(onClose).toHaveBeenCalledWith('c');
    expect(onOpenHome).toHaveBeenCalledWith('c');
    cleanup();

    const { onOpen } = show(withCourses(OTHER));
    fireEvent.click(screen.getByRole('button', { name: 'SQL', expanded: false }));
    expect(onOpen).toHaveBeenCalledWith('d');
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

describe('the filters', () => {
  afterEach(cleanup);

  const choices = choicesOf([
    summary('c', { level: 'beginner', tags: ['data'], next_live_at: '2026-11-24T18:00:00Z' }),
    summary('d', { level: 'advanced', effort_min: 30 })
  ]);
  const catalogue = { filter: NO_FILTER, choices, nCourses: 2, nMatching: 2 };

  it('are not there for a single course', () => {
    show(withCourses(OPENED));

    expect(screen.queryByRole('search')).toBeNull();
  });

  it('ask for words, a level, a date and tags', () => {
    const { onFilter } = show({ ...withCourses(OPENED, OTHER), catalogue });

    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'sql' } });
    fireEvent.change(screen.getByLabelText('Level'), { target: { value: 'advanced' } });
    fireEvent.click(screen.getByLabelText('Has a live date'));
    fireEvent.click(screen.getByLabelText('data'));

    expect(onFilter.mock.calls.map(([filter]) => filter)).toEqual([
      { ...NO_FILTER, text: 'sql' },
      { ...NO_FILTER, level: 'advanced' },
      { ...NO_FILTER, isLive: true },
      { ...NO_FILTER, tags: ['data'] }
    ]);
    expect(screen.queryByLabelText('Effort')).toBeNull();
  });

  it('say how many match', () => {
    const filter = { ...NO_FILTER, text: 'sql' };
    show({ ...withCourses(OTHER), catalogue: { ...catalogue, filter, nMatching: 1 } });

    expect(screen.getByText('1 of 2 courses')).toBeTruthy();
  });

  it('can be cleared where nothing matches', () => {
    const filter = { ...NO_FILTER, text: 'x' };
    const { onFilter } = show({
      ...withCourses(),
      catalogue: { ...catalogue, filter, nMatching: 0 }
    });

    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));

    expect(screen.getByText('No course matches.')).toBeTruthy();
    expect(onFilter).toHaveBeenCalledWith(NO_FILTER);
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });
});

describe('the way into a course', () => {
  afterEach(cleanup);

  it('is a code, with the server’s words where it is wrong', () => {
    const enrolment = {
      policy: 'code' as const,
      isSending: false,
      failure: 'The server says: this is not the code'
    };
    const { onEnrol } = show(withCourses({ ...OPENED, enrolment, outline: null }));

    const field = screen.getByLabelText(/This course needs a code/);
    fireEvent.change(field, { target: { value: ' winter-26 ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Enrol' }));

    expect(onEnrol).toHaveBeenCalledWith('c', 'winter-26');
    expect(screen.getByRole('alert').textContent).toContain('this is not the code');
  });

  it('keeps the focus in the course when the form goes away', () => {
    const enrolment = { policy: 'code' as const, isSending: false, failure: null };
    const panel = (course: ICourseView) => (
      <CoursesView view={{ ...EMPTY, ...withCourses(course) }} {...actions()} />
    );
    const { rerender } = render(panel({ ...OPENED, enrolment, outline: null }));
    screen.getByRole('button', { name: 'Enrol' }).focus();

    rerender(panel(OPENED));

    expect(document.activeElement?.textContent).toContain('Step one');
    expect(document.activeElement).not.toBe(document.body);
  });

  it('is a list that somebody else keeps', () => {
    const enrolment = { policy: 'list' as const, isSending: false, failure: null };
    show(withCourses({ ...OPENED, enrolment, outline: null }));

    expect(screen.getByText(/Ask the trainer of the course/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Enrol' })).toBeNull();
  });
});
