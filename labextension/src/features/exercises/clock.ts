import type { IOutboxClock } from './outboxTiming';

/** The clock and the timers of this window. */
export const windowClock: IOutboxClock = {
  now: () => Date.now(),
  later: (delayMs, callback) => {
    const timer = window.setTimeout(callback, delayMs);
    return () => {
      window.clearTimeout(timer);
    };
  },
  random: () => Math.random()
};
