import type { ICourse, IExerciseProgress, IProgress, IStep, IStepKey } from '../../api/types';

/**
 * The step to go on with: the first that can be opened and has something left to do, or null.
 *
 * What waits for a person to grade it is done as far as the learner can do it. A course without
 * any exercise goes on with its first step.
 */
export function nextStep(course: ICourse, progress: IProgress | null): IStepKey | null {
  const steps = course.modules.flatMap(module =>
    module.steps
      .filter(({ problem }) => problem === null)
      .map(step => ({ step, key: { course: course.key, module: module.key, step: step.key } }))
  );
  const hasExercises = steps.some(({ step }) => step.exercises.length > 0);
  const next = hasExercises
    ? steps.find(({ step, key }) => isUnfinished(step, key, progress))
    : steps[0];
  return next?.key ?? null;
}

function isUnfinished(step: IStep, key: IStepKey, progress: IProgress | null): boolean {
  return step.exercises.some(({ key: exercise }) => {
    const state = exerciseProgress(progress, key, exercise)?.state ?? 'not_started';
    return state === 'not_started' || state === 'tried';
  });
}

/** The progress with one exercise, or null if it is unknown. */
export function exerciseProgress(
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
