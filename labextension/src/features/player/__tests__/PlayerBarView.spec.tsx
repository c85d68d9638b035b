import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { PlayerBarView } from '../components/PlayerBarView';
import type { IPlayerView, PlayerAction } from '../state';
import { trans } from './fakes';

const VIEW: IPlayerView = {
  place: {
    action: 'open_home',
    label: trans.__('Module m: step 2 of 5'),
    name: 'Module m: step 2 of 5. Open the course'
  },
  previous: { action: 'previous', label: trans.__('Previous'), name: 'Previous step: A' },
  next: { action: 'next', label: trans.__('Next'), name: 'Next step: C' },
  done: { isDone: false, isByExercises: false, exercises: '3 of 4 exercises passed' },
  reset: { action: 'reset', label: trans.__('Reset…'), name: 'Reset… your copy is kept' },
  notices: [],
  busy: null
};

function show(more: Partial<IPlayerView> = {}): PlayerAction[] {
  const actions: PlayerAction[] = [];
  render(
    <PlayerBarView
      view={{ ...VIEW, ...more }}
      trans={trans}
      onAction={action => actions.push(action)}
      onHeight={() => undefined}
    />
  );
  return actions;
}

describe('PlayerBarView', () => {
  afterEach(cleanup);

  it('names every button, and each does its own', () => {
    const actions = show();

    for (const name of [
      'Previous step: A',
      'Module m: step 2 of 5. Open the course',
      'Reset… your copy is kept',
      'Mark as done',
      'Next step: C'
    ]) {
      fireEvent.click(screen.getByRole('button', { name }));
    }

    expect(actions).toEqual(['previous', 'open_home', 'reset', 'toggle_done', 'next']);
  });

  it('begins each name with what is to be read on the button', () => {
    show({ done: { isDone: true, isByExercises: false, exercises: null } });

    for (const button of screen.getAllByRole('button')) {
      const name = button.getAttribute('aria-label') ?? '';
      expect(name.startsWith((button.textContent ?? '').trim())).toBe(true);
    }
  });

  it('says how many exercises are passed and can be marked all the same', () => {
    show();

    expect(screen.getByText('3 of 4 exercises passed')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Mark as done' })).toBeTruthy();
  });

  it('offers nothing to take back where the exercises made it done', () => {
    show({ done: { isDone: true, isByExercises: true, exercises: '4 of 4 exercises passed' } });

    expect(screen.getByText('Done')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Done/ })).toBeNull();
  });

  it('shows what one should know, with what can be done about it', () => {
    const merge = {
      action: 'merge' as const,
      label: trans.__('Bring up to date'),
      name: 'Bring up to date'
    };
    const actions = show({
      notices: [
        { key: 'outdated', tone: 'info', words: 'A newer version exists', buttons: [merge] }
      ]
    });

    fireEvent.click(screen.getByRole('button', { name: 'Bring up to date' }));

    expect(screen.getByText('A newer version exists')).toBeTruthy();
    expect(actions).toEqual(['merge']);
  });

  it('says what is being done, and offers nothing that would do it twice', () => {
    const merge = {
      action: 'merge' as const,
      label: trans.__('Bring up to date'),
      name: 'Bring up to date'
    };
    show({
      busy: 'Resetting…',
      notices: [
        { key: 'outdated', tone: 'info', words: 'A newer version exists', buttons: [merge] }
      ]
    });

    expect(screen.getByText('Resetting…')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Reset|Bring/ })).toBeNull();
  });

  it('has no way on where there is none', () => {
    show({ previous: null, next: null, done: null, reset: null });

    expect(screen.getAllByRole('button')).toHaveLength(1);
  });
});
