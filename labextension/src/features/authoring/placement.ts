import type { ILintMessage } from '../../api/types';
import { isRecord } from '../../shared/stepRelease';
import type { ISourceCell } from './exercises';

/** A cell as it was when the server read its notebook. */
interface ISeenCell {
  readonly id: string;
  readonly gradeId: string | null;
  readonly state: string;
}

/** The cells of a notebook as they were on the disk at some time. */
export type Snapshot = readonly ISeenCell[];

export function snapshot(cells: readonly ISourceCell[]): Snapshot {
  return cells.map(cell => ({ id: cell.id, gradeId: gradeIdOf(cell), state: stateOf(cell) }));
}

/**
 * The messages of a notebook by the id of the cell that each concerns.
 *
 * A cell is found by the id that the server names, which may be its `grade_id`, else by its number
 * at that time. What was said of a cell that has changed since is left out: nobody knows whether it
 * still holds.
 */
export function placeMessages(
  messages: readonly ILintMessage[],
  seen: Snapshot,
  now: readonly ISourceCell[]
): Map<string, ILintMessage[]> {
  const states = new Map(now.map(cell => [cell.id, stateOf(cell)]));
  const placed = new Map<string, ILintMessage[]>();
  for (const message of messages) {
    const cell = findCell(message, seen);
    if (cell !== null && states.get(cell.id) === cell.state) {
      placed.set(cell.id, [...(placed.get(cell.id) ?? []), message]);
    }
  }
  return placed;
}

function findCell({ cell, cell_id: id }: ILintMessage, seen: Snapshot): ISeenCell | null {
  const named = id === null ? undefined : (byId(seen, id) ?? byGradeId(seen, id, cell));
  return named ?? byNumber(seen, cell) ?? null;
}

function byId(seen: Snapshot, id: string): ISeenCell | undefined {
  return seen.find(each => each.id === id);
}

function byGradeId(seen: Snapshot, id: string, number: number | null): ISeenCell | undefined {
  const found = seen.filter(each => each.gradeId === id);
  // Two cells with one id are a fault of their own; the number says which is meant.
  const numbered = byNumber(seen, number);
  return numbered !== undefined && found.includes(numbered)
    ? numbered
    : found.find((_, index) => index === 0);
}

function byNumber(seen: Snapshot, number: number | null): ISeenCell | undefined {
  return seen.find((_, index) => index + 1 === number);
}

function gradeIdOf({ nbgrader }: ISourceCell): string | null {
  return isRecord(nbgrader) && typeof nbgrader.grade_id === 'string' ? nbgrader.grade_id : null;
}

function stateOf({ type, source, nbgrader, hybrid }: ISourceCell): string {
  return JSON.stringify([type, source, nbgrader ?? null, hybrid ?? null]);
}

/** How many errors and warnings there are. */
export function countMessages(messages: readonly ILintMessage[]): {
  readonly nErrors: number;
  readonly nWarnings: number;
} {
  const nErrors = messages.filter(({ severity }) => severity === 'error').length;
  return { nErrors, nWarnings: messages.length - nErrors };
}

/** The messages by file, in the order in which the server names the files. */
export function groupByFile(messages: readonly ILintMessage[]): [string, ILintMessage[]][] {
  const files = new Map<string, ILintMessage[]>();
  for (const message of messages) {
    files.set(message.file, [...(files.get(message.file) ?? []), message]);
  }
  return [...files];
}
