import type { ICourse, IProgress, IStep, IStepKey } from '../../api/types';
import type { ExerciseState } from '../../shared/StateMark';
import { exerciseProgress, nextStep } from './nextStep';

/** Something that is read from the server. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly words: string };

/** A line of the panel for one exercise. */
export interface IExerciseLine {
  readonly key: string;
  readonly state: ExerciseState;
  readonly points: number;
  readonly maxPoints: number;
}

/** A step as the panel shows it. */
export interface IStepView {
  readonly key: IStepKey;
  readonly title: string;
  /** Why it cannot be opened, or null. */
  readonly problem: string | null;
  readonly isNext: boolean;
  readonly isOpening: boolean;
  readonly exercises: readonly IExerciseLine[];
}

export interface IModuleView {
  readonly key: string;
  readonly title: string;
  readonly steps: readonly IStepView[];
}

/** What an opened course shows. */
export interface IOutline {
  readonly modules: readonly IModuleView[];
  /** The step to go on with; null if nothing is left to do. */
  readonly next: IStepView | null;
}

/** A course as the panel shows it. */
export interface ICourseView {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly points: number;
  readonly maxPoints: number;
  /** Null while it is closed. */
  readonly outline: Loaded<IOutline> | null;
}

/** A course folder that cannot be read. */
export interface IBrokenView {
  readonly key: string;
  /** Empty for learners. */
  readonly problems: readonly string[];
}

/** All that the panel shows. */
export interface ICoursesView {
  /** Name of the persona through whose eyes one looks, or null. */
  readonly persona: string | null;
  readonly isTrainer: boolean;
  readonly courses: Loaded<readonly ICourseView[]>;
  readonly broken: readonly IBrokenView[];
}

/** A course and how far one is with it, module by module. */
export function outline(
  course: ICourse,
  progress: IProgress | null,
  opening: IStepKey | null
): IOutline {
  const next = nextStep(course, progress);
  const modules = course.modules.map(module => ({
    key: module.key,
    title: module.title,
    steps: module.steps.map(step =>
      stepView(step, { course: course.key, module: module.key, step: step.key }, progress, {
        next,
        opening
      })
    )
  }));
  const steps = modules.flatMap(module => module.steps);
  return { modules, next: steps.find(step => step.isNext) ?? null };
}

function stepView(
  step: IStep,
  key: IStepKey,
  progress: IProgress | null,
  marks: { next: IStepKey | null; opening: IStepKey | null }
): IStepView {
  return {
    key,
    title: step.title,
    problem: step.problem,
    isNext: isSameStep(key, marks.next),
    isOpening: isSameStep(key, marks.opening),
    exercises: step.exercises.map(exercise => {
      const known = exerciseProgress(progress, key, exercise.key);
      return {
        key: exercise.key,
        state: known?.state ?? 'not_started',
        points: known?.points ?? 0,
        maxPoints: exercise.max_points
      };
    })
  };
}

function isSameStep(one: IStepKey, other: IStepKey | null): boolean {
  return (
    other !== null &&
    one.course === other.course &&
    one.module === other.module &&
    one.step === other.step
  );
}
