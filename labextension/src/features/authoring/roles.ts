import { isCellId, isRecord } from '../../shared/stepRelease';

/** What a cell of a source notebook is for. */
export type Role = 'none' | 'answer' | 'tests' | 'manual' | 'locked' | 'task';

export const ROLES: readonly Role[] = ['none', 'answer', 'tests', 'manual', 'locked', 'task'];

export type CellType = 'code' | 'markdown' | 'raw';

/** What nbgrader's metadata say of a cell. */
export interface IMarks {
  readonly role: Role;
  /** `grade_id`; empty where there is none. */
  readonly id: string;
  /** 0 where the cell cannot have any. */
  readonly points: number;
}

/** nbgrader's metadata of a cell in its schema version 3. */
export interface INbgraderBlock {
  readonly schema_version: 3;
  readonly grade: boolean;
  readonly solution: boolean;
  readonly locked: boolean;
  readonly task: boolean;
  readonly grade_id: string;
  readonly points?: number;
}

export const NO_MARKS: IMarks = { role: 'none', id: '', points: 0 };

/** The most points that the server takes. */
export const MAX_POINTS = 1_000_000;

type Flags = Pick<INbgraderBlock, 'grade' | 'solution' | 'locked' | 'task'>;

// As nbgrader's own toolbar writes them: whatever learners must not change is locked.
const FLAGS: Record<Exclude<Role, 'none'>, Flags> = {
  answer: { grade: false, solution: true, locked: false, task: false },
  tests: { grade: true, solution: false, locked: true, task: false },
  manual: { grade: true, solution: true, locked: false, task: false },
  locked: { grade: false, solution: false, locked: true, task: false },
  task: { grade: false, solution: false, locked: true, task: true }
};

const CELL_TYPES: Record<Role, readonly CellType[]> = {
  none: ['code', 'markdown', 'raw'],
  answer: ['code'],
  tests: ['code'],
  manual: ['code', 'markdown'],
  locked: ['code', 'markdown', 'raw'],
  task: ['markdown']
};

/** Whether nbgrader takes a role for cells of a type. */
export function mayBe(role: Role, type: string): boolean {
  return CELL_TYPES[role].some(each => each === type);
}

/** Whether cells of a role give points. */
export function isGraded(role: Role): boolean {
  return role === 'tests' || role === 'manual' || role === 'task';
}

/** Whether learners write in cells of a role. */
export function isAnswer(role: Role): boolean {
  return role === 'answer' || role === 'manual';
}

/** Whether cells of a role may hold a solution between markers. */
export const mayHoldSolution = isAnswer;

/** Whether cells of a role may hold hidden tests between markers. */
export function mayHoldHiddenTests(role: Role): boolean {
  return role === 'tests' || role === 'manual';
}

/** What a cell's `nbgrader` metadata say, however odd they are; of any version of its schema. */
export function readMarks(nbgrader: unknown): IMarks {
  if (!isRecord(nbgrader)) {
    return NO_MARKS;
  }
  const role = readRole(nbgrader);
  if (role === 'none') {
    return NO_MARKS;
  }
  const { grade_id: id, points } = nbgrader;
  const hasPoints = isGraded(role) && typeof points === 'number' && Number.isFinite(points);
  return { role, id: typeof id === 'string' ? id : '', points: hasPoints ? points : 0 };
}

function readRole({ grade, solution, locked, task }: Record<string, unknown>): Role {
  if (task === true) {
    return 'task';
  }
  if (solution === true) {
    return grade === true ? 'manual' : 'answer';
  }
  if (grade === true) {
    return 'tests';
  }
  return locked === true ? 'locked' : 'none';
}

/** The whole `nbgrader` metadata of a cell, or null if it shall have none. */
export function toBlock({ role, id, points }: IMarks): INbgraderBlock | null {
  if (role === 'none') {
    return null;
  }
  const block: INbgraderBlock = { schema_version: 3, ...FLAGS[role], grade_id: id };
  return isGraded(role) ? { ...block, points } : block;
}

/** Why a `grade_id` cannot be used. */
export type IdProblem = 'empty' | 'letters' | 'taken';

/** Why a cell cannot have that id, or null if it can; `taken` are those of the other cells. */
export function idProblem(id: string, taken: ReadonlySet<string>): IdProblem | null {
  if (id === '') {
    return 'empty';
  }
  if (!isCellId(id)) {
    return 'letters';
  }
  return taken.has(id) ? 'taken' : null;
}

const FUNCTION = /^\s*(?:async\s+)?(?:def|class)\s+([A-Za-z_][A-Za-z0-9_]*)/m;
const FUNCTION_R = /^\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:<-|=)\s*function\b/m;

const NAMES: Record<Exclude<Role, 'none'>, string> = {
  answer: 'answer',
  tests: 'tests',
  manual: 'written_answer',
  locked: 'read_only',
  task: 'task'
};

/** What is known of a cell that gets a role. */
export interface INewId {
  readonly role: Exclude<Role, 'none'>;
  readonly source: string;
  /** Id of the answer that the cell would grade, or null. */
  readonly answer: string | null;
  /** Ids of the other cells. */
  readonly taken: ReadonlySet<string>;
}

/** An id that no other cell has: the name of what the cell defines, or of what it tests. */
export function suggestId({ role, source, answer, taken }: INewId): string {
  const base = baseId(role, source, answer);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}_${String(n)}`;
    if (!taken.has(id)) {
      return id;
    }
  }
}

function baseId(role: INewId['role'], source: string, answer: string | null): string {
  if (role === 'tests' && answer !== null) {
    return `test_${answer}`.slice(0, 120);
  }
  const defined = (FUNCTION.exec(source) ?? FUNCTION_R.exec(source))?.[1];
  return isAnswer(role) && defined !== undefined ? defined.slice(0, 120) : NAMES[role];
}
