import type { IAttempt } from '../../api/types';

/** The author's hints that a learner has earned. */
export interface IHintsView {
  /** Weakest first, each once. */
  readonly earned: readonly string[];
  /** Whether earlier attempts may have brought others, which are not read yet. */
  readonly isComplete: boolean;
}

/** The hints of attempts, oldest first. */
export function hintsOf(attempts: readonly IAttempt[], areAll: boolean): IHintsView {
  const hints = attempts.map(({ hint }) => hint).filter(hint => hint !== null);
  return {
    earned: [...new Set(hints)],
    isComplete: areAll || attempts[0]?.n_attempts === 1
  };
}
