/** Time and chance, which tests replace. */
export interface IClock {
  /** Milliseconds, as `Date.now()` gives them. */
  now(): number;
  /** Call back after so many milliseconds; returns what cancels it. */
  later(delayMs: number, callback: () => void): () => void;
  /** 0 to 1. */
  random(): number;
}

/** The window's own. */
export const windowClock: IClock = {
  now: () => Date.now(),
  later: (delayMs, callback) => {
    const timer = window.setTimeout(callback, delayMs);
    return () => {
      window.clearTimeout(timer);
    };
  },
  random: () => Math.random()
};
