import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { DateWords } from '../../../shared/dates';
import type {
  ICourse,
  ICourseSummary,
  IExerciseKey,
  IExerciseProgress,
  INextStep,
  IProgress,
  IStep,
  IStepProgress
} from '../../../api/types';
import type { IProgressModel } from '../../progress/tokens';

const trans = nullTranslator.load('x');

/** Sunday evening in London. */
export const NOW = new Date('2026-11-22T20:00:00Z');

/** What a reader in London reads at a moment. */
export function datesAt(now: Date): DateWords {
  return new DateWords(trans, {
    language: 'en-GB',
    timeZone: 'Europe/London',
    now: () => now
  });
}

export const dates = datesAt(NOW);

/** A course in the list, open to all, with nothing done. */
export function summary(key: string, more: Partial<ICourseSummary> = {}): ICourseSummary {
  return {
    key,
    title: `Course ${key}`,
    summary: '',
    language: 'en',
    level: null,
    medium: null,
    effort_min: null,
    tags: [],
    next_live_at: null,
    enrolment_policy: 'open',
    is_enrolled: true,
    n_steps: 2,
    n_steps_done: 0,
    n_exercises: 2,
    points: 0,
    max_points: 2,
    ...more
  };
}

/** What is known of a step that nobody has opened. */
export function stepProgress(step: string, more: Partial<IStepProgress> = {}): IStepProgress {
  return {
    module: 'm',
    step,
    is_done: false,
    is_marked: false,
    done_at: null,
    cell: null,
    seen_at: null,
    due_at: null,
    n_exercises: 0,
    n_passed: 0,
    ...more
  };
}

/** The step to go on with. */
export function next(step: string, more: Partial<INextStep> = {}): INextStep {
  return { module: 'm', step, exercise: null, reason: 'next', due_at: null, ...more };
}

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
export function progress(
  states: Record<string, IExerciseProgress['state']>,
  more: Partial<IProgress> = {}
): IProgress {
  const exercises = Object.entries(states).map(([address, state]): IExerciseProgress => {
    const [step = '', exercise = ''] = address.split('/');
    const points = state === 'passed' ? 1 : 0;
    const known = { points, max_points: 1, n_attempts: 1, state, last_attempt_at: null };
    return { module: 'm', step, exercise, n_attempts_left: null, solution: 'locked', ...known };
  });
  const points = exercises.reduce((sum, each) => sum + each.points, 0);
  return {
    course: 'c',
    points,
    max_points: exercises.length,
    exercises,
    steps: [],
    next: null,
    ...more
  };
}

/** Progress that a test sets. */
export class FakeProgress implements IProgressModel {
  readonly changed = new Signal<this, string>(this);
  known: IProgress | null = null;
  nRefreshed = 0;

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
    this.nRefreshed += 1;
    return Promise.resolve(this.known ?? progress({}));
  }
}
