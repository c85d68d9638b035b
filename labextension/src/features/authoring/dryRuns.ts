import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { IDryRun } from '../../api/types';
import type { ISourceNotebook } from './access';
import type { ISourceExercise } from './exercises';
import { exercisesOf } from './exercises';

/** What is known of the dry run of an exercise. */
export type DryRunState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: IDryRun }
  /** The notebook did not reach the disk, and nothing was run. */
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'failed'; readonly error: unknown };

interface IPlacedRun {
  readonly state: DryRunState;
  /** The cells that decide about it as they were. */
  readonly cells: string;
}

/** The dry runs of a notebook; what was found is forgotten when a cell that it ran changes. */
export class DryRuns implements IDisposable {
  constructor(
    private readonly _api: Pick<IHybridApi, 'dryRun'>,
    private readonly _notebook: ISourceNotebook
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What is known of an exercise, or null. */
  get(exercise: string): DryRunState | null {
    const run = this._runs.get(exercise);
    if (run === undefined) {
      return null;
    }
    return run.state.kind === 'running' || run.cells === this._cellsOf(exercise) ? run.state : null;
  }

  /** By the id of the cell at which each result is shown: the last that grades the exercise. */
  get placed(): ReadonlyMap<string, DryRunState> {
    const placed = new Map<string, DryRunState>();
    for (const exercise of exercisesOf(this._notebook.cells)) {
      const state = this.get(exercise.key);
      const cell = lastOf(exercise);
      if (state !== null && cell !== undefined) {
        placed.set(cell, state);
      }
    }
    return placed;
  }

  /** Save the notebook and grade an exercise with its own solution, and untouched. */
  async run(exercise: string): Promise<DryRunState | null> {
    if (this.get(exercise)?.kind === 'running') {
      return null;
    }
    this._set(exercise, { kind: 'running' });
    const state = await this._ask(exercise);
    this._set(exercise, state);
    return state;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private async _ask(exercise: string): Promise<DryRunState> {
    try {
      await this._notebook.save();
    } catch {
      // Lab itself tells why, unless it was called off.
      return { kind: 'unsaved' };
    }
    try {
      const results = await this._api.dryRun(this._notebook.path, exercise);
      const result = results.find(each => each.exercise === exercise);
      if (result === undefined) {
        throw new Error(`no result of ${exercise}`);
      }
      return { kind: 'done', result };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  private _set(exercise: string, state: DryRunState): void {
    if (!this._isDisposed) {
      // What is edited while it runs makes the result stale at once.
      const cells =
        state.kind === 'running'
          ? this._cellsOf(exercise)
          : (this._runs.get(exercise)?.cells ?? this._cellsOf(exercise));
      this._runs.set(exercise, { state, cells });
      this._changed.emit();
    }
  }

  /** The cells of an exercise, and all code that is run before the last of them. */
  private _cellsOf(key: string): string {
    const { cells } = this._notebook;
    const ids = exercisesOf(cells)
      .filter(exercise => exercise.key === key)
      .flatMap(idsOf);
    const end = Math.max(-1, ...cells.map(({ id }, index) => (ids.includes(id) ? index : -1))) + 1;
    return JSON.stringify(
      cells
        .slice(0, end)
        .filter(({ id, type }) => type === 'code' || ids.includes(id))
        .map(({ source, nbgrader, hybrid }) => [source, nbgrader, hybrid])
    );
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _runs = new Map<string, IPlacedRun>();
  private _isDisposed = false;
}

/** The last cell that grades an exercise, or its last answer where nothing does. */
function lastOf(exercise: ISourceExercise): string | undefined {
  const ids = exercise.graded.length > 0 ? exercise.graded : exercise.answers;
  return ids.find((_, index) => index === ids.length - 1);
}

function idsOf({ answers, graded }: ISourceExercise): string[] {
  return [...answers, ...graded];
}
