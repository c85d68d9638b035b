import { HybridError } from './errors';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/** Milliseconds to wait after the n-th try; half of it is chance, so that a class does not come back at once. */
export function retryDelay(nTries: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (nTries - 1));
  return delay * (0.5 + random / 2);
}

/** Whether the same request can succeed later; also where an answer was no answer of ours. */
export function isTemporary(error: unknown): boolean {
  return !(error instanceof HybridError) || error.isTemporary;
}
