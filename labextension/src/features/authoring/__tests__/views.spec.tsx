import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { CellStripView } from '../components/CellStripView';
import type { ICellActions } from '../components/CellToolbarView';
import { CellToolbarView } from '../components/CellToolbarView';
import { HintsEditor } from '../components/HintsEditor';
import { LintView } from '../components/LintView';
import type { IHint } from '../settings';
import type { ICellView } from '../state';
import { build, cell, dryRunOf, marked, message, trans } from './fakes';

afterEach(cleanup);

function actions(): ICellActions {
  return {
    onRole: vi.fn(),
    onId: vi.fn(),
    onPoints: vi.fn(),
    onSettings: vi.fn(),
    onWrap: vi.fn(),
    onGoTo: vi.fn(),
    onDryRun: vi.fn()
  };
}

function showToolbar(view: ICellView | null): ICellActions {
  const given = actions();
  render(
    <CellToolbarView
      cell={view}
      isOpen={true}
      onOpen={() => undefined}
      actions={given}
      trans={trans}
      onHeight={() => undefined}
    />
  );
  return given;
}

describe('CellToolbarView', () => {
  it('offers the roles that the cell’s type allows', () => {
    showToolbar(build([cell('x', { type: 'markdown' })]).model.active);

    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      'Text or code',
      'Answer graded by hand',
      'Read-only',
      'Task'
    ]);
    expect(screen.queryByLabelText('Id')).toBeNull();
  });

  it('writes an id only when it can be used, and says why not', () => {
    const { onId } = showToolbar(build([marked('t', 'tests'), marked('a', 'answer')]).model.active);
    const field = screen.getByLabelText('Id');

    fireEvent.change(field, { target: { value: 'a' } });
    expect(onId).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('Another cell');
    fireEvent.change(field, { target: { value: 'a b' } });
    expect(screen.getByRole('alert').textContent).toContain('Use only');
    fireEvent.change(field, { target: { value: 'ab' } });

    expect(onId).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 't' }), 'ab');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('takes points within their bounds', () => {
    const { onPoints } = showToolbar(build([marked('t', 'tests')]).model.active);
    const field = screen.getByLabelText('Points');

    fireEvent.input(field, { target: { value: '-1' } });
    expect(onPoints).not.toHaveBeenCalled();
    fireEvent.input(field, { target: { value: '1.5' } });

    expect(onPoints).toHaveBeenCalledExactlyOnceWith(expect.anything(), 1.5);
  });

  it('writes no points while their field is empty, and says so', () => {
    const { onPoints } = showToolbar(build([marked('t', 'tests')]).model.active);
    const field = screen.getByLabelText<HTMLInputElement>('Points');

    fireEvent.input(field, { target: { value: '' } });

    expect(onPoints).not.toHaveBeenCalled();
    expect(field.value).toBe('');
    expect(screen.getByRole('alert').textContent).toContain('Write a number');
  });

  it('writes no setting while its number is half typed, and one that is emptied', () => {
    const hybrid = { attempts: 3 };
    const { onSettings } = showToolbar(build([marked('t', 'tests', { hybrid })]).model.active);
    const field = screen.getByLabelText('Attempts');
    const isHalfTyped = vi.spyOn(HTMLInputElement.prototype, 'validity', 'get');

    isHalfTyped.mockReturnValue({ badInput: true } as ValidityState);
    fireEvent.input(field, { target: { value: '' } });
    expect(onSettings).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('Write a whole number');
    isHalfTyped.mockRestore();
    fireEvent.input(field);

    expect(onSettings).toHaveBeenLastCalledWith(expect.anything(), { attempts: null });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('offers markers where nbgrader takes them', () => {
    const names = (role: 'answer' | 'tests' | 'manual' | 'locked'): (string | null)[] => {
      cleanup();
      showToolbar(build([marked('x', role)]).model.active);
      return screen
        .getAllByRole('button')
        .map(({ textContent }) => textContent)
        .filter(text => text?.startsWith('Mark'));
    };

    expect(names('answer')).toEqual(['Mark as solution']);
    expect(names('tests')).toEqual(['Mark as hidden tests']);
    expect(names('manual')).toEqual(['Mark as solution', 'Mark as hidden tests']);
  });
});

describe('HintsEditor', () => {
  function show(hints: IHint[]): (hints: readonly IHint[]) => void {
    const onChange = vi.fn<(hints: readonly IHint[]) => void>();
    render(<HintsEditor hints={hints} trans={trans} onChange={onChange} />);
    return onChange;
  }

  it('writes a new hint once it has words', () => {
    const onChange = show([]);

    fireEvent.click(screen.getByRole('button', { name: 'Add a hint' }));
    expect(onChange).not.toHaveBeenCalled();
    fireEvent.change(screen.getByLabelText('Hint 1'), { target: { value: 'think' } });

    expect(onChange).toHaveBeenLastCalledWith([{ text: 'think', after: null }]);
  });

  it('moves and removes hints with all that they hold', () => {
    const weak = { text: 'weak', after: null };
    const strong = { text: 'strong', after: 3 };
    const onChange = show([weak, strong]);

    fireEvent.click(screen.getByRole('button', { name: 'Move hint 2 up' }));
    expect(onChange).toHaveBeenLastCalledWith([strong, weak]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove hint 2' }));

    expect(onChange).toHaveBeenLastCalledWith([strong]);
  });
});

describe('CellStripView', () => {
  it('tells errors from warnings by word and icon', () => {
    const strip = {
      number: 2,
      marks: { role: 'tests' as const, id: 't', points: 2 },
      hasHiddenTests: true,
      nHints: 0,
      messages: [message(), message({ severity: 'warning' })],
      dryRun: { kind: 'done' as const, result: dryRunOf('a', { problems: ['it fails'] }) },
      counterpart: 'answer' as const
    };
    const { container } = render(
      <CellStripView strip={strip} trans={trans} onGoTo={() => undefined} />
    );

    expect(screen.getByText('Tests: t · 2 points · hidden tests')).toBeTruthy();
    expect(screen.getByText('Error:')).toBeTruthy();
    expect(screen.getByText('Warning:')).toBeTruthy();
    expect(container.querySelectorAll('.jp-Hybrid-LintMessage svg')).toHaveLength(2);
    expect(screen.getByText('it fails')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go to answer' })).toBeTruthy();
  });
});

describe('CellStripView after a dry run', () => {
  const strip = {
    number: 2,
    marks: { role: 'tests' as const, id: 't', points: 2 },
    hasHiddenTests: false,
    nHints: 0,
    messages: [],
    counterpart: null
  };
  const shown = (result: Parameters<typeof dryRunOf>[1]) => (
    <CellStripView
      strip={{ ...strip, dryRun: { kind: 'done', result: dryRunOf('a', result) } }}
      trans={trans}
      onGoTo={() => undefined}
    />
  );

  it('says where the tests run, and why no stricter way does', () => {
    const reason = 'split does not do: line 3, `next(f())`: a generator cannot be sent';
    render(shown({ trust: 'sealed', reasons: [reason] }));

    expect(screen.getByText(/The tests run in a sealed copy/)).toBeTruthy();
    const reasons = screen.getByRole('list', { name: 'Why no stricter way does' });
    expect(reasons.textContent).toBe(reason);
  });

  it('warns of tests that learners can deceive', () => {
    render(shown({ trust: 'shared', reasons: ['a', 'b'] }));

    expect(screen.getByText(/beside the answer: learners can deceive them/)).toBeTruthy();
  });

  it('promises nothing of tests that a kernel runs', () => {
    render(shown({ trust: null }));

    expect(screen.queryByText(/The tests run/)).toBeNull();
    expect(screen.queryByRole('list')).toBeNull();
  });
});

describe('LintView', () => {
  const view = { folder: 'course', nErrors: 0, nWarnings: 0, isChecking: false, failure: null };

  it('leads from each message to its place', () => {
    const said = message({ cell: 3 });
    const onOpen = vi.fn();
    render(
      <LintView
        view={{ ...view, nErrors: 1, files: [[said.file, [said]]] }}
        trans={trans}
        onCheck={() => undefined}
        onOpen={onOpen}
      />
    );

    fireEvent.click(screen.getByRole('button', { name: /Cell 3/ }));

    expect(screen.getByText('1 error')).toBeTruthy();
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(said);
  });

  it('says that there is nothing to mend', () => {
    render(
      <LintView
        view={{ ...view, files: [] }}
        trans={trans}
        onCheck={() => undefined}
        onOpen={() => undefined}
      />
    );

    expect(screen.getByText('Nothing to mend')).toBeTruthy();
  });
});
