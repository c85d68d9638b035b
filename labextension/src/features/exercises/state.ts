import type { IAttempt, IMissing } from '../../api/types';
import type { ExerciseState } from '../../shared/StateMark';
import type { IAttemptsAllowed } from './attemptsAllowed';
import type { IWatchedCheck } from './watchedCheck';
import type { SolutionAccess } from './solution';

/** What is going on with the latest Check of an exercise. */
export type CheckPhase =
  | { readonly kind: 'idle' }
  /** On its way, or being graded; `since` in milliseconds as `Date.now()` gives them. */
  | { readonly kind: 'checking'; readonly attempt: string; readonly since: number }
  /** Kept in this browser, or only in this window; `words` are the server's, null if it was not reached. */
  | {
      readonly kind: 'kept';
      readonly attempt: string;
      readonly isDurable: boolean;
      readonly words: string | null;
    }
  /** The server takes it after a pause; `until` in milliseconds as `Date.now()` gives them. */
  | {
      readonly kind: 'waiting';
      readonly attempt: string;
      readonly until: number;
      readonly isDurable: boolean;
    }
  /** The server does not take it, and will not; `isOutdated` if it does not have such a copy. */
  | {
      readonly kind: 'refused';
      readonly attempt: string;
      readonly words: string;
      readonly isOutdated: boolean;
    };

/** Whether a Check is on its way to its result, or waits to be sent. */
export function isOnItsWay({ kind }: CheckPhase): boolean {
  return kind === 'checking' || kind === 'kept' || kind === 'waiting';
}

/** Whether that Check is being sent or checked. */
export function isChecking(phase: CheckPhase, id: string): boolean {
  return phase.kind === 'checking' && phase.attempt === id;
}

/** Something that was missing when the answers ran from the top. */
export interface IMissingView extends IMissing {
  /** Whether the learner's own kernel has it; null if it could not be asked. */
  readonly isInKernel: boolean | null;
}

/** An attempt as the server tells it. */
export type IAttemptView = IAttempt;

/** What the bar under an exercise shows. */
export interface IExerciseView extends IAttemptsAllowed {
  readonly exercise: string;
  readonly state: ExerciseState;
  /** Of the best attempt. */
  readonly points: number;
  /** Null while nothing is known. */
  readonly maxPoints: number | null;
  readonly nAttempts: number;
  /** How many hints the author wrote; null while that is not known. */
  readonly nHints: number | null;
  /** Whether the worked solution can be read. */
  readonly solution: SolutionAccess;
  readonly phase: CheckPhase;
  /** How far the Check is; null unless the server has said that it has it. */
  readonly watched: IWatchedCheck | null;
  /** The latest attempt, or null. */
  readonly attempt: IAttemptView | null;
  /** Why earlier attempts could not be read, as a sentence, or null. */
  readonly trouble: string | null;
  /** What was odd about the cells when Check was pressed, as sentences. */
  readonly problems: readonly string[];
  /** What the latest attempt found missing. */
  readonly missing: readonly IMissingView[];
}
