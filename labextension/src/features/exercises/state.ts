import type { IAttempt } from '../../api/types';
import type { ExerciseState } from '../../shared/StateMark';

/** What is going on with the latest Check of an exercise. */
export type CheckPhase =
  | { readonly kind: 'idle' }
  /** On its way, or being graded; `since` in milliseconds as `Date.now()` gives them. */
  | { readonly kind: 'checking'; readonly attempt: string; readonly since: number }
  /** The server could not be reached; kept in this browser, or only in this window. */
  | { readonly kind: 'kept'; readonly attempt: string; readonly isDurable: boolean }
  /** The server does not take it, and will not. */
  | { readonly kind: 'refused'; readonly attempt: string; readonly words: string };

/** An attempt as the server tells it. */
export type IAttemptView = IAttempt;

/** What the bar under an exercise shows. */
export interface IExerciseView {
  readonly exercise: string;
  readonly state: ExerciseState;
  /** Of the best attempt. */
  readonly points: number;
  /** Null while nothing is known. */
  readonly maxPoints: number | null;
  readonly nAttempts: number;
  readonly phase: CheckPhase;
  /** The latest attempt, or null. */
  readonly attempt: IAttemptView | null;
  /** Why earlier attempts could not be read, as a sentence, or null. */
  readonly trouble: string | null;
  /** What was odd about the cells when Check was pressed, as sentences. */
  readonly problems: readonly string[];
}
