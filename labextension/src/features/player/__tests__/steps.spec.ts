import { describe, expect, it } from 'vitest';

import { placeOf, readCoursePath, stepAt, stepPath } from '../steps';
import { course, key, module, step, trans } from './fakes';

describe('placeOf', () => {
  it('counts the steps of the module', () => {
    expect(placeOf(course(), key('b'))).toMatchObject({ position: 2, nSteps: 2 });
  });

  it('goes on with the next module, and back to the one before', () => {
    expect(placeOf(course(), key('b'))?.next).toMatchObject({
      title: trans.__('Step r'),
      module: 'Module n',
      isOtherModule: true
    });
    expect(placeOf(course(), key('r', 'n'))?.previous).toMatchObject({
      title: trans.__('Step b'),
      isOtherModule: true
    });
  });

  it('ends where the course does', () => {
    expect(placeOf(course(), key('a'))?.previous).toBeNull();
    expect(placeOf(course(), key('r', 'n'))?.next).toBeNull();
  });

  it('leaves out what cannot be opened', () => {
    const broken = module('m', [step('a'), step('b', { problem: 'no file' }), step('d')]);

    expect(placeOf(course([broken]), key('a'))?.next?.key.step).toBe('d');
  });

  it('does not know a step that the course does not have', () => {
    expect(placeOf(course(), key('zzz'))).toBeNull();
    expect(placeOf(course(), key('a', 'n'))).toBeNull();
  });
});

describe('paths', () => {
  it('are those of the learner’s folder', () => {
    expect(readCoursePath('courses/c/n/r.md')).toEqual({
      persona: null,
      course: 'c',
      path: 'n/r.md'
    });
    expect(readCoursePath('personas/anna/courses/c/r.md')).toEqual({
      persona: 'anna',
      course: 'c',
      path: 'r.md'
    });
  });

  it.each(['notes/courses/c/r.md', 'courses/c', 'personas/courses/c/r.md', ''])(
    'say nothing of %s',
    path => {
      expect(readCoursePath(path)).toBeNull();
    }
  );

  it('lead to the step and back', () => {
    expect(stepAt(course(), 'n/r.md')).toEqual(key('r', 'n'));
    expect(stepAt(course(), 'n/other.md')).toBeNull();
    expect(stepPath('c', step('a'), 'anna')).toBe('personas/anna/courses/c/m/a.ipynb');
    expect(stepPath('c', step('e', { path: null }), null)).toBeNull();
  });

  it('of a quiz are those of its text without answers', () => {
    const quiz = step('q', { kind: 'quiz', path: 'm/q.yaml' });

    expect(stepPath('c', quiz, null)).toBe('courses/c/m/q.md');
    expect(stepAt(course([module('m', [quiz])]), 'm/q.md')).toEqual(key('q'));
  });
});
