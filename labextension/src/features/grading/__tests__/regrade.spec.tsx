import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IHybridApi } from '../../../api/tokens';
import { RegradeView } from '../components/RegradeView';
import { RegradeModel, regradeWords } from '../regrade';
import type { IRegrade } from '../state';
import { dates, trans } from './fakes';

const KEY = { course: 'c', module: 'm', step: 's', exercise: 'mean' };
const RUNNING: IRegrade = {
  id: '1',
  module: 'm',
  step: 's',
  exercise: 'mean',
  release: 'r',
  state: 'running',
  n_total: 2,
  n_done: 1,
  n_since: 0,
  problem: null,
  n_gain: 0,
  n_lose: 0,
  n_same: 0,
  n_faults: 0,
  rows: []
};
const READY: IRegrade = {
  ...RUNNING,
  state: 'ready',
  n_done: 2,
  n_gain: 1,
  n_same: 1,
  rows: [
    {
      attempt: 'a',
      learner: { name: 'ada', display_name: 'Ada' },
      submitted_at: '2026-11-22T18:00:00Z',
      before: 0,
      after: 2,
      max_points: 2,
      effect: 'gains',
      fault: null,
      tests: [{ cell: 't', name: 'mean([1]) == 1', before: false, after: true }]
    }
  ]
};

function build() {
  const later: (() => void)[] = [];
  const said: string[] = [];
  const step = { key: 's', title: trans.__('Averages'), exercises: [{ key: 'mean' }] };
  const api = {
    course: vi.fn<IHybridApi['course']>(async () =>
      Promise.resolve({ key: 'c', modules: [{ key: 'm', steps: [step] }] } as never)
    ),
    regrade: vi.fn<IHybridApi['regrade']>(async () => Promise.resolve(READY)),
    beginRegrade: vi.fn<IHybridApi['beginRegrade']>(async () => Promise.resolve(RUNNING)),
    cancelRegrade: vi.fn<IHybridApi['cancelRegrade']>(async () =>
      Promise.resolve({ ...READY, state: 'cancelled' })
    ),
    applyRegrade: vi.fn<IHybridApi['applyRegrade']>(async () =>
      Promise.resolve({ ...READY, state: 'applied', n_since: 1 })
    )
  };
  const applied = vi.fn<(course: string) => void>();
  const model = new RegradeModel({
    api,
    trans,
    applied,
    say: sentence => {
      said.push(sentence);
    },
    clock: {
      later: (_, callback) => {
        later.push(callback);
        return () => undefined;
      }
    }
  });
  return { api, model, later, said, applied };
}

describe('RegradeModel', () => {
  it('asks until the preview is there, and stores only then', async () => {
    const { api, model, later, said, applied } = build();
    await model.load('c');
    await model.begin();
    expect(model.regrade?.state).toBe('running');

    later[0]();
    await vi.waitFor(() => {
      expect(model.regrade?.state).toBe('ready');
    });
    await model.apply();

    expect(api.beginRegrade).toHaveBeenCalledWith(KEY);
    expect(api.applyRegrade).toHaveBeenCalledWith(KEY, '1');
    expect(applied).toHaveBeenCalledWith('c');
    expect(said).toEqual([
      '1 learners gain, 0 lose, 1 stay as they are. Nothing is stored yet.',
      'The new points are stored. 1 attempt came in since the preview: check again to include it.'
    ]);
  });

  it('goes on asking after a bad connection', async () => {
    const { api, model, later } = build();
    await model.load('c');
    await model.begin();
    api.regrade.mockRejectedValueOnce(new Error('gone'));

    later[0]();
    await vi.waitFor(() => {
      expect(later).toHaveLength(2);
    });
    later[1]();

    await vi.waitFor(() => {
      expect(model.regrade?.state).toBe('ready');
    });
  });

  it('says why it could not begin', async () => {
    const { api, model } = build();
    await model.load('c');
    api.beginRegrade.mockRejectedValueOnce(new Error('gone'));

    await model.begin();

    expect(model.note?.tone).toBe('problem');
    expect(model.isBusy).toBe(false);
  });

  it('has words for a failure', () => {
    const failed: IRegrade = { ...RUNNING, state: 'failed', problem: 'the disk is full' };

    expect(regradeWords(failed, trans)).toContain('the disk is full');
  });
});

describe('RegradeView', () => {
  afterEach(cleanup);

  function show(regrade: IRegrade | null): void {
    render(
      <RegradeView
        exercises={[{ key: KEY, label: trans.__('Averages: mean') }]}
        exercise={KEY}
        regrade={regrade}
        words="words"
        isBusy={false}
        note={null}
        trans={trans}
        dates={dates}
        onChoose={() => undefined}
        onBegin={() => undefined}
        onCancel={() => undefined}
        onApply={() => undefined}
      />
    );
  }

  it('shows what changes for whom, and which tests say something else', () => {
    show(READY);

    const [, row] = screen.getAllByRole('row');

    expect(row.textContent).toBe('AdaSun, Nov 22, 6:00 PM02gainsmean([1]) == 1 fails → passes');
    expect(screen.getByRole('button', { name: 'Apply' })).toBeTruthy();
  });

  it('shows how far it is, and can be stopped', () => {
    show(RUNNING);

    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('1');
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull();
  });

  it('has nothing to apply where nothing changes', () => {
    show({ ...READY, rows: [] });

    expect(screen.getByRole('button', { name: 'Apply' }).hasAttribute('disabled')).toBe(true);
  });
});
