import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IAttempt } from '../../../api/types';
import type { IWatchedCheck } from '../watchedCheck';
import { ExerciseBarView } from '../components/ExerciseBarView';
import type { IExerciseView } from '../state';
import { attempt, test, trans, uuid } from './fakes';

const onCancel = vi.fn<() => void>();

function bar(view: Partial<IExerciseView>): React.JSX.Element {
  return (
    <ExerciseBarView
      view={{
        exercise: 'mean',
        state: 'tried',
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
        missing: [],
        ...view
      }}
      history={{
        isOpen: true,
        attempts: view.attempt ? [view.attempt] : [],
        chosen: null,
        sentences: [],
        hints: { earned: [], isComplete: true }
      }}
      solution={{ kind: 'hidden' }}
      actions={{
        onCheck: vi.fn(),
        onCancel,
        onShowSolution: vi.fn(),
        onSolutionOpen: vi.fn(),
        onHistoryOpen: vi.fn(),
        onReadHints: vi.fn(),
        onChoose: vi.fn(),
        onPutBack: vi.fn(),
        onRunFromTop: null,
        onUpdate: null
      }}
      trans={trans}
      shortcut="Ctrl+Shift+Enter"
      when={moment => moment}
      highlight={() => undefined}
    />
  );
}

function checking(watched: Partial<IWatchedCheck> | null): Partial<IExerciseView> {
  const known = { place: null, isCancelling: false, trouble: null };
  return {
    phase: { kind: 'checking', attempt: uuid(1), since: Date.now() - 1_250 },
    watched: watched === null ? null : { ...known, ...watched }
  };
}

function text(): string {
  return document.body.textContent ?? '';
}

function cancelButton(): HTMLElement | null {
  return screen.queryByRole('button', { name: 'Cancel the check of exercise mean' });
}

afterEach(() => {
  cleanup();
  onCancel.mockClear();
});

describe('a Check under way', () => {
  it('cannot be cancelled before the server has said that it has it', () => {
    render(bar(checking(null)));

    expect(cancelButton()).toBeNull();
    expect(text()).toContain('checking…');
  });

  it.each([
    [7, /number 7 in the queue… 1\.\d s/],
    [1, /next in the queue… 1\.\d s/],
    [null, /checking… 1\.\d s/]
  ])('at place %s says so beside its seconds', (place, words) => {
    render(bar(checking({ place })));

    expect(text()).toMatch(words);
  });

  it('is cancelled by a button of its own', () => {
    render(bar(checking({ place: 2 })));

    fireEvent.click(cancelButton() as HTMLElement);

    expect(onCancel).toHaveBeenCalledOnce();
  });

  it('keeps the button, and the focus, while it is being cancelled', () => {
    render(bar(checking({ place: 2, isCancelling: true })));
    const button = cancelButton() as HTMLElement;

    fireEvent.click(button);

    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(onCancel).not.toHaveBeenCalled();
  });

  it('says why it could not be cancelled', () => {
    render(bar(checking({ trouble: 'It could not be cancelled.' })));

    expect(text()).toContain('It could not be cancelled.');
  });

  it('gives the focus to Check when the button goes', () => {
    const { rerender } = render(bar(checking({ place: 2 })));
    cancelButton()?.focus();

    rerender(bar({ attempt: attempt() }));

    expect(document.activeElement?.getAttribute('aria-label')).toBe('Check exercise mean');
  });

  it('leaves the focus where it is otherwise', () => {
    const { rerender } = render(bar(checking({ place: 2 })));

    rerender(bar({ attempt: attempt() }));

    expect(document.activeElement).toBe(document.body);
  });
});

describe('a Check that was cancelled', () => {
  it('is shown and listed in words, with no points', () => {
    const cancelled = attempt({ state: 'cancelled', points: null, max_points: null, tests: [] });
    render(bar({ attempt: cancelled }));

    expect(text()).toContain('Cancelled. Your answer is kept, and this attempt does not count.');
    expect(screen.getByRole('list', { name: 'My attempts' }).textContent).toContain(
      'cancelled, does not count'
    );
    expect(text()).not.toContain('of 2 points');
  });
});

describe('a fault of the author', () => {
  const broken = attempt({
    points: 0,
    fault: '`solve` is defined nowhere',
    tests: [test({ passed: false })]
  });

  it('is told as such, with its reason and no verdict on the answer', () => {
    render(bar({ attempt: broken }));

    expect(text()).toContain('The tests of this exercise are broken.');
    expect(text()).toContain('This is not your mistake, and it costs no attempt.');
    expect(text()).toContain('The reason: `solve` is defined nowhere.');
    expect(text()).toContain('its tests are broken, does not count');
    expect(text()).not.toContain('of 2 points');
    expect(text()).not.toContain('Failed');
  });
});

describe('how an answer was checked', () => {
  const cases: [string, Partial<IAttempt>, string, string[]][] = [
    ['apart', {}, 'How this was checked', ['apart from your code']],
    ['sealed', { trust: 'sealed' }, 'How this was checked', ['in a sealed copy']],
    ['beside', { trust: 'shared' }, 'How this was checked', ['beside your code, as in nbgrader']],
    [
      'on a machine that keeps little apart',
      { practice: true, isolation: 'A0' },
      'How this was checked: practice',
      ['This is practice: answers are not kept apart', 'apart from your code']
    ],
    [
      'in a kernel',
      { practice: true, isolation: 'kernel', trust: null },
      'How this was checked: practice',
      ['This is practice: answers are not kept apart', 'in the same kernel as your code']
    ],
    [
      'on a server of one’s own',
      { practice: true },
      'How this was checked: practice',
      ['This is practice: the server is your own']
    ]
  ];

  it.each(cases)('%s is said in words', (_, more, summary, sentences) => {
    render(bar({ attempt: attempt(more) }));

    expect(screen.getByText(summary).tagName).toBe('SUMMARY');
    sentences.forEach(sentence => {
      expect(text()).toContain(sentence);
    });
  });

  it('is not said where nothing was run', () => {
    render(bar({ attempt: attempt({ trust: null }) }));

    expect(text()).not.toContain('How this was checked');
  });
});

describe('what a person gave', () => {
  it('stands with the points and the comment, as it was written', () => {
    const comments = [
      { cell: 'why', points: 1.5, max_points: 2, comment: 'Good.\n<b>But</b> say more.' },
      { cell: 'how', points: 0, max_points: 1, comment: '' }
    ];
    render(bar({ attempt: attempt({ comments }) }));

    const list = screen.getByRole('list', { name: 'Graded by a person' });

    expect(list.textContent).toContain('why, graded by a person: 1.5 of 2 points');
    expect(list.textContent).toContain('Good.\n<b>But</b> say more.');
    expect(list.textContent).toContain('how, graded by a person: 0 of 1 points');
    expect(list.querySelector('b')).toBeNull();
  });
});

describe('tests that failed for one reason', () => {
  const message = 'your answer `mean` is not valid Python: line 2';

  function failedWith(...messages: string[]): void {
    const tests = messages.map(each => test({ passed: false, message: each }));
    render(bar({ nAttempts: 1, attempt: attempt({ points: 0, tests }) }));
  }

  it('say it once', () => {
    failedWith(message, message, message);

    expect(screen.getByText('These tests failed for one reason:')).toBeTruthy();
    expect(screen.getAllByText(message)).toHaveLength(1);
  });

  it.each([[[message]], [[message, 'something else']]])('is said by each test of %j', messages => {
    failedWith(...messages);

    expect(screen.queryByText('These tests failed for one reason:')).toBeNull();
    expect(screen.getAllByText(message)).toHaveLength(1);
  });
});

describe('a note', () => {
  it.each([
    ['`mean` was stopped', 'code'],
    ['it was stopped', 'words']
  ])('%s begins with %s', (note, kind) => {
    render(bar({ nAttempts: 1, attempt: attempt({ points: 0, notes: [note] }) }));

    const shown = document.querySelector('.jp-Hybrid-Feedback-note');
    expect(shown?.getAttribute('data-begins-with')).toBe(kind);
  });
});
