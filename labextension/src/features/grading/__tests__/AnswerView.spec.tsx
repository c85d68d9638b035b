import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IAnswerViewProps } from '../components/AnswerView';
import { AnswerView } from '../components/AnswerView';
import { answer, dates, trans } from './fakes';

function show(more: Partial<IAnswerViewProps> = {}) {
  const shown = answer('1');
  const callbacks = {
    onType: vi.fn<IAnswerViewProps['onType']>(),
    onSave: vi.fn<() => void>(),
    onPrevious: vi.fn<() => void>(),
    onBack: vi.fn<() => void>(),
    onOpen: vi.fn<(attempt: string) => void>()
  };
  render(
    <AnswerView
      answer={shown}
      cell={shown.cells[0]}
      draft={{ points: '', comment: '' }}
      isSaving={false}
      note={null}
      trans={trans}
      dates={dates}
      show={({ source }, _, element) => {
        element.textContent = source;
        return () => undefined;
      }}
      {...callbacks}
      {...more}
    />
  );
  return callbacks;
}

const points = (): HTMLElement =>
  screen.getByRole('textbox', { name: 'Points for Ada, from 0 to 2' });
const comment = (): HTMLElement => screen.getByRole('textbox', { name: 'Comment for the learner' });

describe('AnswerView', () => {
  afterEach(cleanup);

  it('begins in the field for points', () => {
    show();

    expect(document.activeElement).toBe(points());
  });

  it('shows task, answer and sample solution, each under its name', () => {
    show();

    for (const [name, text] of [
      ['Task', 'Why?'],
      ['Answer', '<img src=x onerror=alert(1)>'],
      ['Sample solution', 'because']
    ]) {
      expect(screen.getByRole('region', { name }).textContent).toBe(`${name}${text}`);
    }
    expect(document.querySelector('img')).toBeNull();
  });

  it('saves with Enter, goes back by one with Shift+Enter, and to the list with Escape', () => {
    const { onSave, onPrevious, onBack } = show();

    fireEvent.keyDown(points(), { key: 'Enter' });
    fireEvent.keyDown(points(), { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(points(), { key: 'Escape' });

    expect([onSave, onPrevious, onBack].map(each => each.mock.calls.length)).toEqual([1, 1, 1]);
  });

  it('takes a digit that is typed beside the fields for the points', () => {
    const { onType } = show();
    comment().focus();

    fireEvent.keyDown(screen.getByRole('region', { name: 'Answer' }), { key: '2' });

    expect(onType).toHaveBeenCalledWith({ points: '2' });
    expect(document.activeElement).toBe(points());
  });

  it('lets Enter and digits be typed in the comment; with Ctrl Enter saves', () => {
    const { onSave, onType } = show();

    fireEvent.keyDown(comment(), { key: 'Enter' });
    fireEvent.keyDown(comment(), { key: '2' });
    const before = [onSave.mock.calls.length, onType.mock.calls.length];
    fireEvent.keyDown(comment(), { key: 'Enter', ctrlKey: true });

    expect(before).toEqual([0, 0]);
    expect(onSave).toHaveBeenCalledTimes(1);
  });

  it('leaves Enter to the button that has the focus', () => {
    const { onSave, onPrevious } = show();
    const button = screen.getByRole('button', { name: 'Previous' });

    fireEvent.keyDown(button, { key: 'Enter' });
    fireEvent.click(button);

    expect(onSave).not.toHaveBeenCalled();
    expect(onPrevious).toHaveBeenCalledTimes(1);
  });

  it('says who gave which points, and what other attempts got', () => {
    const shown = answer('1', { points: 1, graded_by: 'Tia' });
    const other = { ...answer('0'), cells: [{ ...shown.cells[0], comment: 'well' }] };
    const { onOpen } = show({
      answer: { ...shown, is_latest: false, others: [other] },
      cell: shown.cells[0]
    });

    fireEvent.click(screen.getByRole('button', { name: 'Sun, Nov 22, 6:00 PM' }));

    expect(screen.getByText('1 of 2 points, given by Tia.')).toBeTruthy();
    expect(screen.getByText('1 / 2 points “well”')).toBeTruthy();
    expect(screen.getByRole('note').textContent).toContain('later attempt');
    expect(onOpen).toHaveBeenCalledWith('0');
  });
});
