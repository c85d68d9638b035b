import type {
  ICourse,
  IExerciseProgress,
  IModule,
  IProgress,
  IStep,
  IStepKey,
  IStepProgress
} from '../../api/types';
import { isSameStep } from '../../shared/stepKey';
import type {
  IExerciseLine,
  IModuleView,
  INextView,
  IOutline,
  IRequirement,
  IStepView,
  StepState
} from './state';

/** A course and how far one is with it, module by module. */
export function outline(
  course: ICourse,
  progress: IProgress | null,
  opening: IStepKey | null
): IOutline {
  const modules = course.modules.map(module => moduleView(course, module, progress, opening));
  const all = modules.flatMap(module => module.steps);
  return {
    objectives: course.objectives,
    modules: modules.map(module => ({ ...module, requires: met(module.requires, modules) })),
    next: nextView(progress, all),
    isKnown: progress !== null
  };
}

/** How many steps of a course are done, or null where nobody has said. */
export function countDone(progress: IProgress | null): number | null {
  return progress?.steps.filter(({ is_done: isDone }) => isDone).length ?? null;
}

function moduleView(
  course: ICourse,
  module: IModule,
  progress: IProgress | null,
  opening: IStepKey | null
): IModuleView {
  const steps = module.steps.map(step => {
    const key = { course: course.key, module: module.key, step: step.key };
    return {
      ...stepView(step, key, progress),
      isOpening: opening !== null && isSameStep(key, opening)
    };
  });
  return {
    key: module.key,
    title: module.title,
    requires: module.requires.map(key => ({ key, title: key, isDone: false })),
    dueAt: module.due_at,
    nDone: steps.filter(({ state }) => state === 'done').length,
    steps
  };
}

/** The required modules with their titles; one that the course does not have is left out. */
function met(
  requires: readonly IRequirement[],
  modules: readonly IModuleView[]
): readonly IRequirement[] {
  return requires.flatMap(({ key }) =>
    modules
      .filter(module => module.key === key)
      .map(({ title, nDone, steps }) => ({ key, title, isDone: nDone === steps.length }))
  );
}

function stepView(step: IStep, key: IStepKey, progress: IProgress | null): IStepView {
  const known = stepProgress(progress, key);
  const next = progress?.next ?? null;
  const exercises = step.exercises.map((exercise): IExerciseLine => {
    const done = exerciseProgress(progress, key, exercise.key);
    return {
      key: exercise.key,
      state: done?.state ?? 'not_started',
      points: done?.points ?? 0,
      maxPoints: exercise.max_points
    };
  });
  return {
    key,
    title: step.title,
    kind: step.kind,
    problem: step.problem,
    isNext: next !== null && next.module === key.module && next.step === key.step,
    isOpening: false,
    state: stepState(known, exercises),
    seenAt: known?.seen_at ?? null,
    dueAt: known === null ? step.due_at : known.due_at,
    startsAt: step.starts_at,
    durationMin: step.duration_min,
    points: sum(exercises.map(({ points }) => points)),
    maxPoints: sum(exercises.map(({ maxPoints }) => maxPoints)),
    exercises
  };
}

function stepState(known: IStepProgress | null, exercises: readonly IExerciseLine[]): StepState {
  if (known?.is_done) {
    return 'done';
  }
  const isBegun =
    (known?.seen_at ?? null) !== null || exercises.some(({ state }) => state !== 'not_started');
  return isBegun ? 'begun' : 'not_started';
}

function nextView(progress: IProgress | null, steps: readonly IStepView[]): INextView | null {
  const step = steps.find(({ isNext }) => isNext);
  const next = progress?.next ?? null;
  return next === null || step === undefined
    ? null
    : { step, reason: next.reason, dueAt: next.due_at };
}

function stepProgress(
  progress: IProgress | null,
  { module, step }: IStepKey
): IStepProgress | null {
  return progress?.steps.find(each => each.module === module && each.step === step) ?? null;
}

function exerciseProgress(
  progress: IProgress | null,
  { module, step }: IStepKey,
  exercise: string
): IExerciseProgress | null {
  return (
    progress?.exercises.find(
      each => each.module === module && each.step === step && each.exercise === exercise
    ) ?? null
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
