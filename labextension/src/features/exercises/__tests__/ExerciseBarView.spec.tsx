import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { ExerciseBarView } from '../components/ExerciseBarView';
import type { IExerciseView } from '../state';
import { attempt, test, trans, uuid } from './fakes';

const VIEW: IExerciseView = {
  exercise: 'mean',
  state: 'not_started',
  points: 0,
  maxPoints: 2,
  nAttempts: 0,
  phase: { kind: 'idle' },
  attempt: null,
  trouble: null,
  problems: []
};

function show(view: Partial<IExerciseView>) {
  const onCheck = vi.fn<() => void>();
  render(
    <ExerciseBarView
      view={{ ...VIEW, ...view }}
      trans={trans}
      shortcut="Ctrl+Shift+Enter"
      onCheck={onCheck}
    />
  );
  return onCheck;
}

function text(): string {
  return document.body.textContent ?? '';
}

describe('ExerciseBarView', () => {
  afterEach(cleanup);

  it('offers Check by name, with its keys', () => {
    const onCheck = show({});
    const check = screen.getByRole('button', { name: 'Check exercise mean' });

    fireEvent.click(check);

    expect(onCheck).toHaveBeenCalledOnce();
    expect(check.title).toContain('Ctrl+Shift+Enter');
    expect(text()).toContain('0 / 2 points');
    expect(text()).toContain('Not started');
  });

  it('shows no points while none are known', () => {
    show({ maxPoints: null });

    expect(text()).not.toContain('points');
  });

  it('counts the seconds of a Check and hides the older result', () => {
    const since = Date.now() - 1_250;
    show({ phase: { kind: 'checking', attempt: uuid(1), since }, attempt: attempt() });

    expect(text()).toMatch(/checking… 1\.[23] s/);
    expect(text()).not.toContain('Passed:');
  });

  it('shows what was expected above what came, with the difference marked', () => {
    const failed = test({ passed: false, message: 'wrong', expected: '[1, 2]', got: '[1, 3]' });
    show({ attempt: attempt({ points: 0, tests: [failed] }) });

    expect([...document.querySelectorAll('pre')].map(pre => pre.textContent)).toEqual([
      'wrong',
      '[1, 2]',
      '[1, 3]'
    ]);
    expect([...document.querySelectorAll('mark')].map(mark => mark.textContent)).toEqual([
      '2',
      '3'
    ]);
  });

  it.each([
    ['some failed', [test({ passed: false })], true],
    ['all passed', [test()], false],
    ['there is no answer yet', [test({ passed: false, message: 'NotImplementedError' })], false]
  ])('shows what the tests said, or folds it: %s', (_, tests, isOpen) => {
    show({ attempt: attempt({ points: 0, tests }) });

    expect(document.querySelector('details')?.open).toBe(isOpen);
  });

  it('does not say twice what the comparison shows', () => {
    const message = 'expected [1, 2], got [1, 3]';
    const failed = test({ passed: false, message, expected: '[1, 2]', got: '[1, 3]' });
    show({ attempt: attempt({ points: 0, tests: [failed] }) });

    expect(text()).not.toContain(message);
  });

  it('shows of a hidden test only that it failed', () => {
    const hidden = { name: 'hidden test 1', passed: false, hidden: true };
    const tests = [test({ ...hidden, message: 'secret', expected: '41', got: '42' })];
    show({ attempt: attempt({ points: 0, tests }) });

    expect(text()).toContain('Failed hidden test 1');
    expect(text()).not.toMatch(/secret|41|42/);
  });

  it('shows the hint, with its code as code, and the notes of the engine', () => {
    show({ attempt: attempt({ points: 0, hint: 'use `sum` twice', notes: ['the kernel died'] }) });

    expect(text()).toContain('Hint: use sum twice');
    expect(document.querySelector('.jp-Hybrid-Feedback-hint code')?.textContent).toBe('sum');
    expect(text()).toContain('the kernel died');
  });

  it('shows markup of an answer as the text that it is', () => {
    const failed = test({ passed: false, got: '<img src=x onerror=alert(1)>' });
    show({ attempt: attempt({ points: 0, tests: [failed] }) });

    expect(document.querySelector('img')).toBeNull();
  });

  it('says that a worse result does not count', () => {
    show({ state: 'passed', points: 2, attempt: attempt({ points: 0, tests: [] }) });

    expect(text()).toContain('Latest result: 0 of 2 points.');
  });

  it('says where a Check is kept', () => {
    show({ phase: { kind: 'kept', attempt: uuid(1), isDurable: true } });
    expect(text()).toContain('Kept here. It will be sent when the connection is back.');
    cleanup();

    show({ phase: { kind: 'kept', attempt: uuid(1), isDurable: false } });
    expect(text()).toContain('Kept in this window only');
  });

  it('says what was refused and that the answer is safe', () => {
    show({ phase: { kind: 'refused', attempt: uuid(1), words: 'release is unknown' } });

    expect(text()).toContain('The server did not take it: release is unknown.');
    expect(text()).toContain('Your answer is safe in this notebook.');
  });
});
