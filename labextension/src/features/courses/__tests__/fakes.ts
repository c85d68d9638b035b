import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import type {
  ICourse,
  IExerciseKey,
  IExerciseProgress,
  IProgress,
  IStep
} from '../../../api/types';
import type { IProgressModel } from '../../progress/tokens';

const trans = nullTranslator.load('x');

/** A step with exercises of one point each. */
export function step(key: string, exercises: string[], problem: string | null = null): IStep {
  return {
    key,
    title: `Step ${key}`,
    kind: 'notebook',
    path: `${key}.ipynb`,
    due_at: null,
    starts_at: null,
    duration_min: null,
    release: 'a'.repeat(64),
    problem,
    exercises: exercises.map(exercise => ({
      key: exercise,
      answers: [exercise],
      max_points: 1,
      needs_manual_grade: false,
      max_attempts: null,
      pause_s: 0,
      solution: 'give_up',
      n_hints: 0
    }))
  };
}

/** A course of one module `m`. */
export function course(steps: IStep[]): ICourse {
  const modules = [{ key: 'm', title: trans.__('Module'), requires: [], due_at: null, steps }];
  return {
    key: 'c',
    title: trans.__('Course'),
    summary: 'Summary',
    language: 'en',
    level: null,
    medium: null,
    effort_min: null,
    tags: [],
    objectives: [],
    enrolment_policy: 'open',
    is_enrolled: true,
    modules
  };
}

/** The progress in that course: a state for each `step/exercise`. */
export function progress(states: Record<string, IExerciseProgress['state']>): IProgress {
  const exercises = Object.entries(states).map(([address, state]): IExerciseProgress => {
    const [step = '', exercise = ''] = address.split('/');
    const points = state === 'passed' ? 1 : 0;
    const known = { points, max_points: 1, n_attempts: 1, state, last_attempt_at: null };
    return { module: 'm', step, exercise, n_attempts_left: null, solution: 'locked', ...known };
  });
  const points = exercises.reduce((sum, each) => sum + each.points, 0);
  return { course: 'c', points, max_points: exercises.length, exercises, steps: [], next: null };
}

/** Progress that a test sets. */
export class FakeProgress implements IProgressModel {
  readonly changed = new Signal<this, string>(this);
  known: IProgress | null = null;

  set(known: IProgress): void {
    this.known = known;
    this.changed.emit(known.course);
  }

  get(): IProgress | null {
    return this.known;
  }

  exercise({ step, exercise }: IExerciseKey): IExerciseProgress | null {
    const all = this.known?.exercises ?? [];
    return all.find(each => each.step === step && each.exercise === exercise) ?? null;
  }

  async load(): Promise<IProgress> {
    return this.refresh();
  }

  refresh(): Promise<IProgress> {
    return Promise.resolve(this.known ?? progress({}));
  }
}
