const KEY = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const RELEASE = /^[0-9a-f]{64}$/;
const CELL_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Which release of which step a notebook is a copy of. */
export interface IStepRelease {
  readonly course: string;
  readonly module: string;
  readonly step: string;
  /** Content hash. */
  readonly release: string;
  /** Ids of all released cells, or null where the notebook does not list them. */
  readonly cells: ReadonlySet<string> | null;
}

/** Whether a value is an object with string keys; says nothing about what they hold. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a `grade_id` or a cell's id as the server takes them. */
export function isCellId(value: unknown): value is string {
  return typeof value === 'string' && CELL_ID.test(value);
}

/** Whether a value can be the key of a course, a module, a step or a persona. */
export function isKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value);
}

/**
 * What a notebook's metadata `jupyter_hybrid` says, or null if it is no learner's copy of a step.
 *
 * Whoever sent the notebook wrote the metadata, so nothing of it is taken without a look.
 */
export function readStepRelease(metadata: unknown): IStepRelease | null {
  if (!isRecord(metadata)) {
    return null;
  }
  const { course, module, step, release, cells } = metadata;
  if (!isKey(course) || !isKey(module) || !isKey(step)) {
    return null;
  }
  if (typeof release !== 'string' || !RELEASE.test(release)) {
    return null;
  }
  return { course, module, step, release, cells: readCells(cells) };
}

function readCells(cells: unknown): ReadonlySet<string> | null {
  return Array.isArray(cells) ? new Set(cells.filter(isCellId)) : null;
}
