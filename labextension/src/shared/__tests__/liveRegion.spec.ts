import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LiveRegion } from '../liveRegion';

function region(): Element | null {
  return document.querySelector('[role=status]');
}

describe('LiveRegion', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('stands in the page, empty, before anything is said', () => {
    const live = new LiveRegion();

    expect(region()?.textContent).toBe('');
    expect(region()?.getAttribute('aria-live')).toBe('polite');
    live.dispose();
  });

  it('empties itself before the same sentence comes again', () => {
    const live = new LiveRegion();
    live.say('Passed.');
    vi.runAllTimers();
    expect(region()?.textContent).toBe('Passed.');

    live.say('Passed.');

    expect(region()?.textContent).toBe('');
    vi.runAllTimers();
    expect(region()?.textContent).toBe('Passed.');
    live.dispose();
  });

  it('says two sentences that come at once, and each of them only then', () => {
    const live = new LiveRegion();

    live.say('Checking.');
    live.say('Passed.');
    vi.runAllTimers();
    expect(region()?.textContent).toBe('Checking. Passed.');
    live.say('Kept here.');
    vi.runAllTimers();

    expect(region()?.textContent).toBe('Kept here.');
    live.dispose();
  });

  it('leaves the page when it is disposed of', () => {
    const live = new LiveRegion();

    live.dispose();

    expect(live.isDisposed).toBe(true);
    expect(region()).toBeNull();
  });
});
