/** Where a live step stands: it has not begun, it goes on, or it has ended. */
export type LiveMoment = 'before' | 'on' | 'over';

/** How long a live step is taken to go on where its course does not say. */
export const USUAL_LIVE_MIN = 60;

const MINUTE_MS = 60_000;

/**
 * Where a live step stands at a moment, given in milliseconds as `Date.now()` gives them.
 *
 * It counts from its beginning, not by the day: what begins before midnight may go on after it.
 */
export function liveMoment(startsAt: string, durationMin: number | null, now: number): LiveMoment {
  const began = Date.parse(startsAt);
  if (now < began) {
    return 'before';
  }
  return now < began + (durationMin ?? USUAL_LIVE_MIN) * MINUTE_MS ? 'on' : 'over';
}
