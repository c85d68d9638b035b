import type { IFreeCell } from '../../api/types';
import { isCellId, isRecord } from '../../shared/stepRelease';

/** What of a cell matters to an exercise; the metadata is as the file has it, unchecked. */
export interface ICellView {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly nbgrader: unknown;
  readonly hybrid: unknown;
}

/** A cell that the learner writes. */
export interface IAnswerCell {
  /** Id in the notebook, which changes when the cell is pasted. */
  readonly cell: string;
  /** `grade_id`: what the server knows it by. */
  readonly answer: string;
  /** Null where the notebook does not say to which exercise it belongs. */
  readonly exercise: string | null;
  readonly source: string;
  /** Whether the cell has another type than it was handed out with. */
  readonly isRetyped: boolean;
}

/** All that a notebook holds to hand in. */
export interface INotebookAnswers {
  /** In document order; of cells with the same `grade_id` only the first. */
  readonly cells: readonly IAnswerCell[];
  readonly free: readonly IFreeCell[];
  /** Answers that stand in more than one cell. */
  readonly duplicates: readonly string[];
}

/** The answer that a cell holds, or null if it is no answer cell. */
export function readAnswerCell(cell: ICellView): IAnswerCell | null {
  const { nbgrader, hybrid } = cell;
  if (!isRecord(nbgrader) || nbgrader.solution !== true || !isCellId(nbgrader.grade_id)) {
    return null;
  }
  const type = nbgrader.cell_type;
  const exercise = isRecord(hybrid) ? hybrid.exercise : null;
  return {
    cell: cell.id,
    answer: nbgrader.grade_id,
    exercise: isCellId(exercise) ? exercise : null,
    source: cell.source,
    isRetyped: typeof type === 'string' && type !== cell.type
  };
}

/**
 * The answers of a notebook and the code cells that the learner added.
 *
 * @param released - Ids of all released cells; null if unknown, and then no cell counts as added.
 */
export function collectAnswers(
  cells: Iterable<ICellView>,
  released: ReadonlySet<string> | null
): INotebookAnswers {
  const answers = new Map<string, IAnswerCell>();
  const duplicates = new Set<string>();
  for (const cell of cells) {
    const answer = readAnswerCell(cell);
    if (answer === null) {
      continue;
    }
    if (answers.has(answer.answer)) {
      duplicates.add(answer.answer);
    } else {
      answers.set(answer.answer, answer);
    }
  }
  return {
    cells: [...answers.values()],
    free: released === null ? [] : collectFree(cells, released),
    duplicates: [...duplicates]
  };
}

function collectFree(cells: Iterable<ICellView>, released: ReadonlySet<string>): IFreeCell[] {
  const free: IFreeCell[] = [];
  const met = new Set<string>();
  let after: string | null = null;
  for (const cell of cells) {
    const id = releasedId(cell, released);
    if (id !== null) {
      // A pasted copy of a released cell is no landmark: what follows it stands where it stands.
      after = met.has(id) ? after : id;
      met.add(id);
    } else if (isAdded(cell)) {
      free.push({ after, source: cell.source });
    }
  }
  return free;
}

function releasedId(cell: ICellView, released: ReadonlySet<string>): string | null {
  const gradeId = isRecord(cell.nbgrader) ? cell.nbgrader.grade_id : null;
  const id = isCellId(gradeId) ? gradeId : cell.id;
  return released.has(id) || released.has(cell.id) ? id : null;
}

function isAdded(cell: ICellView): boolean {
  const hasRole = cell.nbgrader !== undefined && cell.nbgrader !== null;
  return cell.type === 'code' && !hasRole && cell.source.trim() !== '';
}
