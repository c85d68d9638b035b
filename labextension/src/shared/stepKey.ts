import { isKey } from './stepRelease';

/** Address of a step, as everything that names one has it. */
export interface IStepAddress {
  readonly course: string;
  readonly module: string;
  readonly step: string;
}

/** Whether two addresses mean the same step. */
export function isSameStep(one: IStepAddress, other: IStepAddress): boolean {
  return one.course === other.course && one.module === other.module && one.step === other.step;
}

/** The step that the arguments of a command name, or null. */
export function readStepKey({
  course,
  module,
  step
}: Record<string, unknown>): IStepAddress | null {
  return isKey(course) && isKey(module) && isKey(step) ? { course, module, step } : null;
}
