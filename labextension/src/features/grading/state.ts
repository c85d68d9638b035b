import type { IExerciseKey } from '../../api/types';

export type {
  IAnswerToGrade,
  ICellToGrade,
  IExerciseKey,
  IHandGrade,
  IRegrade,
  IRegradeRow,
  IToGrade,
  IToGradeCount,
  IToGradeItem,
  IWorkCell
} from '../../api/types';

/** Which answers are listed. */
export type Shown = 'waiting' | 'graded' | 'all';

/** An exercise of a course, to be chosen. */
export interface IExerciseChoice {
  readonly key: IExerciseKey;
  /** Its step's title and its own key. */
  readonly label: string;
}

/** A course, to be chosen. */
export interface ICourseChoice {
  readonly key: string;
  readonly title: string;
}

/** What a trainer has typed for one cell. */
export interface IDraft {
  readonly points: string;
  readonly comment: string;
}

/** A sentence about what just happened. */
export interface INote {
  readonly tone: 'done' | 'problem';
  readonly words: string;
}

/** Text that tells one exercise from all others. */
export function exerciseId({ module, step, exercise }: Omit<IExerciseKey, 'course'>): string {
  return `${module}/${step}/${exercise}`;
}

/** Points that somebody typed, with a point or a comma; null if they are none. */
export function readPoints(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,7}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}
