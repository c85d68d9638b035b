import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';

import type { LiveState } from '../../../../api/live/states';
import { countIn } from '../attendance';

class FakeView {
  readonly session = { key: 'a' };
  readonly changed = new Signal<this, void>(this);
  readonly disposed = new Signal<this, void>(this);
  state: LiveState = 'connecting';
  isDisposed = false;

  become(state: LiveState): void {
    this.state = state;
    this.changed.emit();
  }

  dispose(): void {
    this.isDisposed = true;
    this.disposed.emit();
  }
}

/** Gives the view and the sessions that its window is in. */
function open(): { view: FakeView; attended: string[] } {
  const view = new FakeView();
  const attended: string[] = [];
  countIn(view, key => {
    attended.push(key);
    return new DisposableDelegate(() => attended.splice(attended.indexOf(key), 1));
  });
  return { view, attended };
}

describe('countIn', () => {
  it.each([
    ['connecting', ['a']],
    ['live', ['a']],
    ['reconnecting', ['a']],
    ['waiting', []],
    ['left', []],
    ['full', []],
    ['ended', []],
    ['refused', []]
  ] as [LiveState, string[]][])('knows whether a window is in a session: %s', (state, expected) => {
    const { view, attended } = open();

    view.become('live');
    view.become(state);

    expect(attended).toEqual(expected);
  });

  it('counts a window in again when the presenter is back', () => {
    const { view, attended } = open();

    view.become('left');
    view.become('live');

    expect(attended).toEqual(['a']);
  });

  it('counts it out when the view is closed', () => {
    const { view, attended } = open();

    view.dispose();

    expect(attended).toEqual([]);
  });
});
