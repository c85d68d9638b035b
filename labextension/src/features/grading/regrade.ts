import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IHybridApi } from '../../api/tokens';
import type { ICourse } from '../../api/types';
import type { IClock } from '../../shared/clock';
import { failureWords } from '../../shared/failure';
import type { IExerciseChoice, IExerciseKey, INote, IRegrade } from './state';
import { exerciseId } from './state';

const POLL_MS = 700;

export interface IRegradeModelOptions {
  readonly api: Pick<
    IHybridApi,
    'course' | 'regrade' | 'beginRegrade' | 'cancelRegrade' | 'applyRegrade'
  >;
  readonly trans: TranslationBundle;
  readonly clock: Pick<IClock, 'later'>;
  readonly say: (sentence: string) => void;
  readonly applied: (course: string) => void;
}

/** Checking everybody's attempts at an exercise again: preview, then for good. */
export class RegradeModel extends VDomModel {
  constructor(private readonly _options: IRegradeModelOptions) {
    super();
  }

  exercises: readonly IExerciseChoice[] = [];
  exercise: IExerciseKey | null = null;
  regrade: IRegrade | null = null;
  isBusy = false;
  note: INote | null = null;

  /** Offer the exercises of a course. */
  async load(course: string): Promise<void> {
    this._forget();
    this.exercises = [];
    this.exercise = null;
    this.stateChanged.emit();
    await this._try(async () => {
      this.exercises = choices(await this._options.api.course(course));
      this.exercise = this.exercises[0]?.key ?? null;
    });
  }

  /** Choose an exercise, by `exerciseId`. */
  choose(id: string): void {
    this._forget();
    this.exercise = this.exercises.find(({ key }) => exerciseId(key) === id)?.key ?? null;
    this.stateChanged.emit();
  }

  /** Check all attempts, without storing anything. */
  async begin(): Promise<void> {
    await this._try(async (api, exercise) => {
      this._show(await api.beginRegrade(exercise));
    });
  }

  async cancel(): Promise<void> {
    await this._try(async (api, exercise) => {
      this._show(await api.cancelRegrade(exercise));
    });
  }

  /** Store what the preview shows. */
  async apply(): Promise<void> {
    const { regrade } = this;
    await this._try(async (api, exercise) => {
      if (regrade !== null) {
        this._show(await api.applyRegrade(exercise, regrade.id));
        this._options.applied(exercise.course);
      }
    });
  }

  dispose(): void {
    this._forget();
    super.dispose();
  }

  private _show(regrade: IRegrade): void {
    const { say, clock, trans } = this._options;
    const before = this.regrade?.state;
    this.regrade = regrade;
    if (regrade.state === 'running') {
      this._stop?.();
      this._stop = clock.later(POLL_MS, () => void this._poll());
    } else if (before !== regrade.state) {
      say(regradeWords(regrade, trans));
    }
  }

  private async _poll(): Promise<void> {
    const { exercise } = this;
    const { api, clock } = this._options;
    if (exercise === null || this.isDisposed) {
      return;
    }
    try {
      const regrade = await api.regrade(exercise);
      if (this.exercise === exercise) {
        this._show(regrade);
        this.stateChanged.emit();
      }
    } catch {
      // The connection may come back, and the server goes on meanwhile.
      this._stop = clock.later(POLL_MS, () => void this._poll());
    }
  }

  private async _try(
    act: (api: IRegradeModelOptions['api'], exercise: IExerciseKey) => Promise<void>
  ): Promise<void> {
    const { api, trans, say } = this._options;
    this.isBusy = true;
    this.note = null;
    this.stateChanged.emit();
    try {
      await act(api, this.exercise ?? { course: '', module: '', step: '', exercise: '' });
    } catch (error) {
      this.note = { tone: 'problem', words: failureWords(error, trans) };
      say(this.note.words);
    } finally {
      this.isBusy = false;
      this.stateChanged.emit();
    }
  }

  private _forget(): void {
    this._stop?.();
    this._stop = null;
    this.regrade = null;
    this.note = null;
  }

  private _stop: (() => void) | null = null;
}

/** How far it is, or what came out, as a sentence. */
export function regradeWords(regrade: IRegrade, trans: TranslationBundle): string {
  const { state, n_done: nDone, n_total: nTotal, n_since: nSince, problem } = regrade;
  switch (state) {
    case 'running':
      return trans.__('Checked %1 of %2 attempts.', nDone, nTotal);
    case 'ready':
      return trans.__(
        '%1 learners gain, %2 lose, %3 stay as they are. Nothing is stored yet.',
        regrade.n_gain,
        regrade.n_lose,
        regrade.n_same
      );
    case 'applied':
      return nSince === 0
        ? trans.__('The new points are stored.')
        : trans._n(
            'The new points are stored. %1 attempt came in since the preview: check again to include it.',
            'The new points are stored. %1 attempts came in since the preview: check again to include them.',
            nSince
          );
    case 'cancelled':
      return trans.__('Cancelled. Nothing was changed.');
    case 'failed':
      return trans.__('It could not be done: %1. Nothing was changed.', problem ?? '');
  }
}

/** The exercises of a course that give points. */
export function choices({ key: course, modules }: ICourse): IExerciseChoice[] {
  return modules.flatMap(module =>
    module.steps.flatMap(step =>
      step.exercises.map(({ key }) => ({
        key: { course, module: module.key, step: step.key, exercise: key },
        label: `${step.title}: ${key}`
      }))
    )
  );
}
