import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { DateWords } from '../../../shared/dates';
import type { Loaded } from '../../../shared/loaded';
import type { IMyRecords } from '../components/MyDataView';
import { MyDataView } from '../components/MyDataView';

const trans = nullTranslator.load('x');
const dates = new DateWords(trans, {
  language: 'en-GB',
  timeZone: 'UTC',
  now: () => new Date('2026-11-22T20:00:00Z')
});
const RECORDS: IMyRecords = {
  person: 'eva',
  exported_at: '2026-11-22T20:00:00Z',
  enrolments: [{ course: 'python', cohort: null, enrolled_at: '2026-11-20T09:00:00Z' }],
  steps: [],
  attempts: [{ exercise: 'mean', points: 1, answers: { mean: 'x = 1' } }],
  given_up: [],
  sessions: []
};

function show(data: Loaded<IMyRecords>) {
  const callbacks = { onRefresh: vi.fn<() => void>(), onDownload: vi.fn<() => void>() };
  render(<MyDataView data={data} trans={trans} dates={dates} {...callbacks} />);
  return callbacks;
}

describe('MyDataView', () => {
  afterEach(cleanup);

  it('says where it is stored and who gets it, and counts each kind', () => {
    show({ kind: 'ready', value: RECORDS });

    expect(document.body.textContent).toContain('stored on this server, and nobody else gets it');
    expect(screen.getAllByRole('heading').map(each => each.textContent)).toEqual([
      'Everything stored about me',
      'Courses you take (1)',
      'Steps you opened (0)',
      'Attempts (1)',
      'Exercises you gave up (0)',
      'Live sessions you presented (0)'
    ]);
  });

  it('shows records as tables, and answers folded', () => {
    show({ kind: 'ready', value: RECORDS });

    const courses = screen.getByRole('region', { name: 'Courses you take' });
    const attempts = screen.getByRole('region', { name: 'Attempts' });

    const cells = within(courses).getAllByRole('cell');
    expect(cells.map(each => each.textContent)).toEqual(['python', '–', 'Fri 20 Nov, 09:00']);
    expect(attempts.querySelector('details')?.open).toBe(false);
    expect(within(attempts).getByText('x = 1')).toBeTruthy();
  });

  it('is downloaded with one button', () => {
    const { onDownload } = show({ kind: 'ready', value: RECORDS });

    fireEvent.click(screen.getByRole('button', { name: 'Download' }));

    expect(onDownload).toHaveBeenCalledOnce();
  });

  it('says what happened, and lets you try again', () => {
    const { onRefresh } = show({ kind: 'failed', words: 'It is gone.' });

    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));

    expect(screen.getByRole('alert').textContent).toContain('It is gone.');
    expect(onRefresh).toHaveBeenCalledOnce();
  });
});
