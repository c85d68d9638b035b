import type { IExerciseProgress } from '../../api/types';

export interface IAttemptsAllowed {
  /** Null where they are not limited, or nothing is known. */
  readonly maxAttempts: number | null;
  /** Null where they are not limited, or nothing is known. */
  readonly nAttemptsLeft: number | null;
}

/**
 * How many attempts the author allows, and how many of them are left.
 *
 * The progress may have been read before the latest attempt, so its number alone is not enough.
 *
 * @param nAttempts - How many count by now.
 * @param limit - What the outline of the course says; null where it is not known.
 */
export function attemptsAllowed(
  known: Pick<IExerciseProgress, 'n_attempts' | 'n_attempts_left'> | null,
  { nAttempts, limit }: { readonly nAttempts: number; readonly limit: number | null }
): IAttemptsAllowed {
  const nLeft = known?.n_attempts_left ?? null;
  if (known === null || nLeft === null) {
    return { maxAttempts: null, nAttemptsLeft: null };
  }
  const maxAttempts = limit ?? known.n_attempts + nLeft;
  return { maxAttempts, nAttemptsLeft: Math.max(0, Math.min(nLeft, maxAttempts - nAttempts)) };
}
