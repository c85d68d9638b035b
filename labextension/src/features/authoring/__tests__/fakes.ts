import { nullTranslator } from '@jupyterlab/translation';

import type { IDryRun, ILintMessage, ILintReport } from '../../../api/types';
import type { IMetadataChange, ISourceNotebook } from '../access';
import { DryRuns } from '../dryRuns';
import type { ISourceCell } from '../exercises';
import type { Region } from '../markers';
import { AuthoringModel } from '../model';
import type { Role } from '../roles';
import { toBlock } from '../roles';

export const trans = nullTranslator.load('x');

export function cell(id: string, more: Partial<ISourceCell> = {}): ISourceCell {
  return { id, type: 'code', source: '', nbgrader: undefined, hybrid: undefined, ...more };
}

/** A cell with a role whose `grade_id` is that of the cell. */
export function marked(
  id: string,
  role: Exclude<Role, 'none'>,
  more: Partial<ISourceCell> = {}
): ISourceCell {
  const type = role === 'task' ? 'markdown' : 'code';
  return cell(id, { type, nbgrader: toBlock({ role, id, points: 2 }), ...more });
}

export function message(more: Partial<ILintMessage> = {}): ILintMessage {
  return {
    severity: 'error',
    code: 'no-points',
    file: 'm/a.ipynb',
    text: 'something is wrong',
    advice: 'do something',
    line: null,
    cell: null,
    cell_id: null,
    ...more
  };
}

export function report(messages: ILintMessage[] = [], folder = 'course'): ILintReport {
  return { course: 'c', folder, messages };
}

/** A promise, and what fulfils it. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  const made: { resolve?: (value: T) => void } = {};
  const promise = new Promise<T>(resolve => (made.resolve = resolve));
  return { promise, resolve: value => made.resolve?.(value) };
}

export function dryRunOf(exercise: string, more: Partial<IDryRun> = {}): IDryRun {
  return {
    step: 'm/a',
    exercise,
    max_points: 2,
    reference_points: 2,
    untouched_points: 0,
    seconds: 1,
    problems: [],
    trust: 'split',
    reasons: [],
    ...more
  };
}

/** A notebook of plain objects. */
export class FakeNotebook implements ISourceNotebook {
  constructor(public cells: ISourceCell[]) {
    this.activeId = cells[0].id;
  }

  activeId: string | null;
  readonly path = 'course/m/a.ipynb';
  readonly wrapped: [string, Region][] = [];
  readonly focused: string[] = [];
  nSaves = 0;

  write(id: string, change: IMetadataChange): void {
    this.cells = this.cells.map(each => (each.id === id ? { ...each, ...written(change) } : each));
  }

  wrap(id: string, region: Region): boolean {
    this.wrapped.push([id, region]);
    return true;
  }

  focus(id: string): Promise<void> {
    this.focused.push(id);
    this.activeId = id;
    return Promise.resolve();
  }

  save(): Promise<void> {
    this.nSaves += 1;
    return Promise.resolve();
  }

  /** The cell of that id. */
  at(id: string): ISourceCell {
    return this.cells.filter(each => each.id === id)[0];
  }
}

function written(change: IMetadataChange): Partial<ISourceCell> {
  const entries = Object.entries(change) as [string, object | null | undefined][];
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value ?? undefined])
  );
}

export function build(
  cells: ISourceCell[],
  dryRun: () => Promise<IDryRun[]> = () => Promise.resolve([])
): { notebook: FakeNotebook; model: AuthoringModel } {
  const notebook = new FakeNotebook(cells);
  return { notebook, model: new AuthoringModel(notebook, new DryRuns({ dryRun }, notebook)) };
}
