import { isCellId, isRecord } from '../../shared/stepRelease';
import { isAnswer, isGraded, readMarks } from './roles';
import type { Role } from './roles';

/** A cell of a source notebook; its metadata are as the file has them, unchecked. */
export interface ISourceCell {
  /** Id in the notebook. */
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly nbgrader: unknown;
  readonly hybrid: unknown;
}

/** An exercise as the server will find it; ids are those of cells in the notebook. */
export interface ISourceExercise {
  readonly key: string;
  readonly answers: readonly string[];
  readonly graded: readonly string[];
}

interface IMarkedCell {
  readonly id: string;
  readonly role: Role;
  readonly gradeId: string;
  readonly exercise: string | null;
}

/** The exercises of a source notebook, by the rule of `domain/exercises.py`. */
export function exercisesOf(cells: readonly ISourceCell[]): ISourceExercise[] {
  const groups: IMarkedCell[][] = [];
  for (const cell of cells.map(toMarked)) {
    if (!isAnswer(cell.role) && !isGraded(cell.role)) {
      continue;
    }
    if (groups.length === 0 || begins(cell, groups[groups.length - 1])) {
      groups.push([cell]);
    } else {
      groups[groups.length - 1].push(cell);
    }
  }
  return groups.map(toExercise);
}

/** The exercise that a cell is part of, or null. */
export function exerciseOf(cells: readonly ISourceCell[], id: string): ISourceExercise | null {
  const holds = ({ answers, graded }: ISourceExercise): boolean =>
    answers.includes(id) || graded.includes(id);
  return exercisesOf(cells).find(holds) ?? null;
}

/** Where "Go to Tests" leads from a cell, or null; the first cell that grades its exercise. */
export function testsOf(cells: readonly ISourceCell[], id: string): string | null {
  const exercise = exerciseOf(cells, id);
  return (
    exercise?.graded.find(graded => graded !== id && !exercise.answers.includes(graded)) ?? null
  );
}

/** Where "Go to Answer" leads from a cell, or null; the first answer of the exercise it grades. */
export function answerOf(cells: readonly ISourceCell[], id: string): string | null {
  const exercise = exerciseOf(cells, id);
  return exercise !== null && !exercise.answers.includes(id) ? (exercise.answers[0] ?? null) : null;
}

/** `grade_id` of the nearest answer above a cell, or null: what tests there would grade. */
export function answerAbove(cells: readonly ISourceCell[], id: string): string | null {
  const index = cells.findIndex(cell => cell.id === id);
  const above = cells.slice(0, Math.max(0, index)).map(toMarked).reverse();
  const nearest = above.find(({ role }) => role === 'answer');
  return nearest === undefined || nearest.gradeId === '' ? null : nearest.gradeId;
}

function toMarked({ id, nbgrader, hybrid }: ISourceCell): IMarkedCell {
  const { role, id: gradeId } = readMarks(nbgrader);
  const exercise = isRecord(hybrid) && isCellId(hybrid.exercise) ? hybrid.exercise : null;
  return { id, role, gradeId, exercise };
}

function standsAlone({ role }: IMarkedCell): boolean {
  return role === 'manual' || role === 'task';
}

function begins(cell: IMarkedCell, group: readonly IMarkedCell[]): boolean {
  const [first] = group;
  const last = group[group.length - 1];
  if (standsAlone(cell) || standsAlone(first)) {
    return true;
  }
  if (cell.exercise !== null) {
    return cell.exercise !== first.exercise;
  }
  return cell.role === 'answer' && isGraded(last.role);
}

function toExercise(group: readonly IMarkedCell[]): ISourceExercise {
  const [first] = group;
  return {
    key: first.exercise ?? first.gradeId,
    answers: group.filter(({ role }) => isAnswer(role)).map(({ id }) => id),
    graded: group.filter(({ role }) => isGraded(role)).map(({ id }) => id)
  };
}
