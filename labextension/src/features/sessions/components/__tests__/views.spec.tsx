import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LiveBarView } from '../LiveBarView';
import { LiveHeaderView } from '../LiveHeaderView';
import { clock } from '../SinceStart';

const trans = nullTranslator.load('jupyter_hybrid');

function bar(onEnd: (() => void) | null): React.JSX.Element {
  return (
    <LiveBarView
      tone={onEnd === null ? 'over' : 'live'}
      state="everybody sees your notebook"
      present="3 present"
      joinCode="ABCDEF"
      startedAt={new Date(Date.now() - 65_000).toISOString()}
      trans={trans}
      onEnd={onEnd}
      onClose={() => undefined}
      onHeight={() => undefined}
    />
  );
}

function header(onToggle: (() => void) | null, isFollowing = true): React.JSX.Element {
  return (
    <LiveHeaderView
      title={trans.__('Loops')}
      tone="live"
      state="live"
      present=""
      isFollowing={isFollowing}
      trans={trans}
      onToggle={onToggle}
    />
  );
}

describe('the live bar', () => {
  afterEach(cleanup);

  it('says that it is live, for how long, with whom, and how to join', () => {
    const { container } = render(bar(() => undefined));

    expect(container.textContent).toMatch(/^LIVE1:05everybody sees.*3 present.*ABCDEF/);
  });

  it('ends the session', () => {
    const onEnd = vi.fn();
    render(bar(onEnd));

    fireEvent.click(screen.getByRole('button', { name: 'End' }));

    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('ends nothing that is over', () => {
    const { container } = render(bar(null));

    expect(screen.queryByRole('button', { name: 'End' })).toBeNull();
    expect(container.textContent).toMatch(/^NOT LIVE/);
  });
});

describe('the header of the live view', () => {
  afterEach(cleanup);

  it('says that nothing can be changed, and what is not shown', () => {
    const { container } = render(header(() => undefined));

    expect(container.textContent).toContain('read only');
    expect(container.textContent).toContain('Widgets and JavaScript outputs are shown as text');
  });

  it.each([
    [true, '✓ Following'],
    [false, 'Follow']
  ])('follows by a button that knows its state: %s', (isFollowing, name) => {
    const onToggle = vi.fn();
    render(header(onToggle, isFollowing));

    const button = screen.getByRole('button', { name, pressed: isFollowing });
    fireEvent.click(button);

    expect(onToggle).toHaveBeenCalledTimes(1);
  });

  it('has nobody to follow when it is over', () => {
    render(header(null));

    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('clock', () => {
  it.each([
    [-5_000, '0:00'],
    [65_000, '1:05'],
    [3_723_000, '1:02:03']
  ])('%i ms is %s', (elapsed_ms, text) => {
    expect(clock(elapsed_ms)).toBe(text);
  });
});
