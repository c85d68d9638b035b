import { HybridError } from '../../api/errors';
import type { IOutboxEntry, IPause } from './outboxStore';

/**
 * Whether our server has refused a Check for good.
 *
 * A stopped server and a proxy answer with 403 or 404 too, but without a code of ours; a pass that
 * has run out can be had anew: the Check then waits. Only one that is too large for whoever stands
 * in between will never get through.
 */
export function isRefusal(error: unknown): error is HybridError {
  if (!(error instanceof HybridError) || error.isTemporary) {
    return false;
  }
  const isOpen = error.code === 'unknown' || error.code === 'bad_ticket';
  return !isOpen || error.status === 413;
}

/** Whether the server only minds the session that an attempt was made in. */
export function isSessionOver(error: unknown, { attempt }: IOutboxEntry): boolean {
  return (
    error instanceof HybridError &&
    attempt.session !== undefined &&
    error.field === 'session' &&
    (error.status === 404 || error.status === 409)
  );
}

/** What the server says of when it takes the next Check, or null if it does not say so. */
export function pauseOf(error: unknown, now: number): IPause | null {
  if (!(error instanceof HybridError) || error.status !== 429) {
    return null;
  }
  const seconds = error.retryAfterS;
  if (seconds === null || !Number.isFinite(seconds) || seconds <= 0) {
    return null;
  }
  return { until: now + seconds * 1_000, lengthMs: seconds * 1_000 };
}

/**
 * Milliseconds until a Check may be sent; 0 if it is now.
 *
 * Never more than the pause was long: this computer's clock may have been set back meanwhile.
 */
export function waitMs({ pause }: IOutboxEntry, now: number): number {
  return pause === undefined ? 0 : Math.max(0, Math.min(pause.lengthMs, pause.until - now));
}

/** A browser's timer goes off at once when it is set for longer than 24 days. */
const LONGEST_TIMER_MS = 3_600_000;

/** Milliseconds for a timer; after a long pause's part the rest is waited for anew. */
export function timerMs(waitingMs: number): number {
  return Math.min(waitingMs, LONGEST_TIMER_MS);
}
