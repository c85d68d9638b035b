import { describe, expect, it } from 'vitest';

import { nextStep } from '../nextStep';
import { course, progress, step } from './fakes';

const TWO = course([step('one', ['a', 'b']), step('two', ['c'])]);

describe('nextStep', () => {
  it('begins with the first step of a course that nobody has begun', () => {
    expect(nextStep(TWO, null)).toEqual({ course: 'c', module: 'm', step: 'one' });
  });

  it('stays at a step while one of its exercises is open', () => {
    const known = progress({ 'one/a': 'passed', 'one/b': 'tried', 'two/c': 'not_started' });

    expect(nextStep(TWO, known)?.step).toBe('one');
  });

  it('goes on when what is left waits for a person', () => {
    const known = progress({ 'one/a': 'passed', 'one/b': 'waiting', 'two/c': 'not_started' });

    expect(nextStep(TWO, known)?.step).toBe('two');
  });

  it('does not mix up exercises of the same name in two steps', () => {
    const same = course([step('one', ['a']), step('two', ['a'])]);

    expect(nextStep(same, progress({ 'one/a': 'passed' }))?.step).toBe('two');
  });

  it('has nothing left when all is passed', () => {
    const known = progress({ 'one/a': 'passed', 'one/b': 'passed', 'two/c': 'passed' });

    expect(nextStep(TWO, known)).toBeNull();
  });

  it('leaves out a step that cannot be opened', () => {
    const broken = course([step('one', ['a'], 'the notebook is not JSON'), step('two', ['c'])]);

    expect(nextStep(broken, null)?.step).toBe('two');
  });

  it('begins a course without exercises at its first step', () => {
    expect(nextStep(course([step('one', []), step('two', [])]), null)?.step).toBe('one');
    expect(nextStep(course([]), null)).toBeNull();
  });
});
