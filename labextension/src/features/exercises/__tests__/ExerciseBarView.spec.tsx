import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { Mock } from 'vitest';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { ExerciseBarView } from '../components/ExerciseBarView';
import type { IBarActions } from '../components/ExerciseBarView';
import type { IHistoryView } from '../history';
import type { SolutionView } from '../solution';
import type { IExerciseView } from '../state';
import { attempt, test, trans, uuid } from './fakes';

const VIEW: IExerciseView = {
  exercise: 'mean',
  state: 'not_started',
  points: 0,
  maxPoints: 2,
  nAttempts: 0,
  phase: { kind: 'idle' },
  watched: null,
  attempt: null,
  trouble: null,
  problems: [],
  nAttemptsLeft: null,
  maxAttempts: null,
  nHints: null,
  solution: 'locked',
  missing: []
};

const HISTORY: IHistoryView = {
  isOpen: false,
  attempts: null,
  chosen: null,
  sentences: [],
  hints: { earned: [], isComplete: true }
};

interface IMore {
  readonly history?: Partial<IHistoryView>;
  readonly solution?: SolutionView;
  readonly actions?: Partial<IBarActions>;
}

function show(view: Partial<IExerciseView>, more: IMore = {}): IBarActions & { onCheck: Mock } {
  const actions = {
    onCheck: vi.fn<() => void>(),
    onCancel: vi.fn<() => void>(),
    onShowSolution: vi.fn<() => void>(),
    onSolutionOpen: vi.fn<() => void>(),
    onHistoryOpen: vi.fn<() => void>(),
    onReadHints: vi.fn<() => void>(),
    onChoose: vi.fn<() => void>(),
    onPutBack: vi.fn<() => void>(),
    onRunFromTop: null,
    onUpdate: null,
    ...more.actions
  };
  render(
    <ExerciseBarView
      view={{ ...VIEW, ...view }}
      history={{ ...HISTORY, ...more.history }}
      solution={more.solution ?? { kind: 'hidden' }}
      actions={actions}
      trans={trans}
      shortcut="Ctrl+Shift+Enter"
      when={moment => moment}
      highlight={(code, element) => {
        element.textContent = code;
      }}
    />
  );
  return actions as IBarActions & { onCheck: Mock };
}

function text(): string {
  return document.body.textContent ?? '';
}

describe('ExerciseBarView', () => {
  afterEach(cleanup);

  it('offers Check by name, with its keys', () => {
    const { onCheck } = show({});
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

  it.each([
    ['one number is its own mean (expected 4, got 2)', 'one number is its own mean'],
    ['`mean` raised NameError: no `foo`; expected 4, got 2', '`mean` raised NameError: no `foo`'],
    ['`mean` failed; 4 and 2 differ (expected 4, got 2)', '`mean` failed; 4 and 2 differ'],
    ['expected 4, but 2 is wrong', 'expected 4, but 2 is wrong']
  ])('shows what the author or the answer says beside the comparison: %s', (message, said) => {
    const failed = test({ passed: false, message, expected: '4', got: '2' });
    show({ attempt: attempt({ points: 0, tests: [failed] }) });

    expect([...document.querySelectorAll('pre')].map(pre => pre.textContent)).toEqual([
      said,
      '4',
      '2'
    ]);
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
    show({ phase: { kind: 'kept', attempt: uuid(1), isDurable: true, words: null } });
    expect(text()).toContain('Kept here. It will be sent and checked when the connection is back.');
    cleanup();

    show({ phase: { kind: 'kept', attempt: uuid(1), isDurable: false, words: 'it is busy' } });
    expect(text()).toContain('Kept in this window only');
    expect(text()).toContain('The server says: it is busy.');
  });

  it('says what was refused and that the answer is safe', () => {
    show({
      phase: { kind: 'refused', attempt: uuid(1), words: 'release is unknown', isOutdated: false }
    });

    expect(text()).toContain('The server did not take it: release is unknown.');
    expect(text()).toContain('Your answer is safe in this notebook.');
    expect(screen.queryByRole('button', { name: 'Bring up to date' })).toBeNull();
  });

  it('offers to bring an outdated notebook up to date, where something can', () => {
    const onUpdate = vi.fn<() => void>();
    const phase = { kind: 'refused', attempt: uuid(1), words: 'gone', isOutdated: true } as const;
    show({ phase }, { actions: { onUpdate } });

    fireEvent.click(screen.getByRole('button', { name: 'Bring up to date' }));

    expect(onUpdate).toHaveBeenCalledOnce();
    expect(text()).toContain('bring this notebook up to date, then press Check again');
  });

  it('says how many attempts are left', () => {
    show({ nAttempts: 3, nAttemptsLeft: 2, maxAttempts: 5 });

    expect(text()).toContain('2 of 5 attempts left');
  });

  it('takes no Check without an attempt left, says why, and keeps the focus', () => {
    const { onCheck } = show({ nAttempts: 5, nAttemptsLeft: 0, maxAttempts: 5 });
    const check = screen.getByRole('button', { name: 'Check exercise mean' });
    check.focus();

    fireEvent.click(check);

    expect(onCheck).not.toHaveBeenCalled();
    expect(check.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(check.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('No attempts are left. Your answer stays in this notebook.');
    expect(document.activeElement).toBe(check);
  });

  it('counts down to the next Check, and is not read out every second', () => {
    const until = Date.now() + 11_500;
    show({ phase: { kind: 'waiting', attempt: uuid(1), until, isDurable: true } });

    const sentence = screen.getByText(/Next check in/);
    expect(sentence.textContent).toBe(
      'Next check in 12 s; yours is kept and will be checked then.'
    );
    expect(sentence.getAttribute('aria-live')).toBe('off');
  });

  it('promises in a pause no more than the browser keeps', () => {
    const until = Date.now() + 11_500;
    show({ phase: { kind: 'waiting', attempt: uuid(1), until, isDurable: false } });

    expect(screen.getByText(/Next check in/).textContent).toBe(
      'Next check in 12 s; yours is kept in this window only: leave it open, and it will be checked then.'
    );
  });

  it.each([
    ['locked', 0],
    ['give_up', 1],
    ['open', 1]
  ] as const)('offers the solution where it can be read: %s', (solution, nButtons) => {
    const { onShowSolution } = show({ solution });
    const buttons = screen.queryAllByRole('button', { name: 'Show solution of exercise mean' });

    buttons.forEach(button => fireEvent.click(button));

    expect(onShowSolution).toHaveBeenCalledTimes(nButtons);
  });

  it('shows the solution as text that can be read and folded', () => {
    const cells = [{ id: 'mean', cell_type: 'code' as const, source: 'return <b>1</b>' }];
    const { onSolutionOpen } = show(
      { solution: 'open' },
      { solution: { kind: 'shown', cells, isOpen: true } }
    );

    const code = screen.getByRole('region', { name: 'Solution of mean' });
    expect(code.textContent).toBe('return <b>1</b>');
    expect(code.tabIndex).toBe(0);
    expect(screen.getByRole('button', { name: 'Copy: Solution of mean' })).toBeTruthy();
    const button = screen.getByRole('button', { name: 'Hide solution of exercise mean' });
    expect(button.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(button);
    expect(onSolutionOpen).toHaveBeenCalledWith(false);
  });

  it('does not say twice what is missing', () => {
    const missing = [{ kind: 'variable' as const, name: 'orders', cell: 'a', isInKernel: null }];
    const notes = [
      '`orders` is not defined when your notebook runs from the top',
      'the kernel died'
    ];
    show({ attempt: attempt({ points: 0, notes }), missing });

    expect(text().match(/orders/g)).toHaveLength(1);
    expect(text()).toContain('the kernel died');
  });

  it('keeps earlier hints folded, and does not say how many are to come', () => {
    const hints = { earned: ['weak', 'strong'], isComplete: true };
    show(
      { attempt: attempt({ points: 0, hint: 'strong' }), nAttempts: 2, nHints: 5 },
      { history: { hints } }
    );

    expect(text()).toContain('Hint 2 of 2: strong');
    expect(text()).toContain('There may be more after further attempts.');
    const earlier = screen.getByText('Earlier hints').closest('details');
    expect(earlier?.open).toBe(false);
    expect(earlier?.textContent).toContain('Hint 1 of 2: weak');
    expect(text()).not.toContain('5');
  });

  it('promises no hint where none is to come', () => {
    const hints = { earned: ['only'], isComplete: true };
    show(
      { attempt: attempt({ points: 0, hint: 'only' }), nAttempts: 1, nHints: 1 },
      { history: { hints } }
    );

    expect(text()).toContain('Hint: only');
    expect(text()).not.toContain('There may be more');
    expect(screen.queryByText('Earlier hints')).toBeNull();
  });

  it('reads the hints of before a reload only when they are unfolded', () => {
    const hints = { earned: ['strong'], isComplete: false };
    const { onReadHints } = show(
      { attempt: attempt({ points: 0, hint: 'strong', n_attempts: 3 }), nAttempts: 3, nHints: 2 },
      { history: { hints } }
    );
    const earlier = screen.getByText('Earlier hints').closest('details');
    expect(onReadHints).not.toHaveBeenCalled();

    earlier?.setAttribute('open', '');
    fireEvent(earlier ?? document, new Event('toggle'));

    expect(onReadHints).toHaveBeenCalled();
  });

  it('says what only the own kernel has, and runs the cells from the top', () => {
    const onRunFromTop = vi.fn<() => void>();
    const missing = [{ kind: 'variable' as const, name: 'orders', cell: 'a', isInKernel: true }];
    show({ attempt: attempt({ points: 0 }), missing }, { actions: { onRunFromTop } });

    expect(text()).toContain(
      'Your kernel still has orders, from a cell that is not in the notebook any more'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Restart and run all' }));
    expect(onRunFromTop).toHaveBeenCalledOnce();
  });

  it('does not offer a restart for what the own kernel does not have either', () => {
    const missing = [{ kind: 'variable' as const, name: 'orders', cell: 'a', isInKernel: null }];
    show({ attempt: attempt({ points: 0 }), missing }, { actions: { onRunFromTop: vi.fn() } });

    expect(text()).toContain('When the cells run from the top, orders is not defined');
    expect(screen.queryByRole('button', { name: 'Restart and run all' })).toBeNull();
  });

  it('says that attempts give no points any more after giving up', () => {
    show({ state: 'given_up' });

    expect(text()).toContain('Given up');
    expect(text()).toContain('attempts give no points any more');
  });
});
