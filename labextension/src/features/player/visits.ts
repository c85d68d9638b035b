import type { IStepKey } from '../../api/types';
import type { StepMarks } from './marks';
import { isSameStep } from '../../shared/stepKey';

/**
 * Read a course's progress once the server knows that somebody is at another step, or done with one.
 *
 * Where one goes on depends on where one was last; a cell further down changes nothing of that.
 */
export function refreshAfterVisits(
  marks: StepMarks,
  refresh: (course: string) => Promise<unknown>
): void {
  const visited = new Map<string, IStepKey>();
  marks.happened.connect((_, { kind, mark, step }) => {
    if (kind !== 'sent') {
      return;
    }
    const last = visited.get(step.course);
    visited.set(step.course, step);
    if (mark.is_done === undefined && last !== undefined && isSameStep(last, step)) {
      return;
    }
    refresh(step.course).catch((error: unknown) => {
      console.warn('jupyter-hybrid: the progress could not be read', error);
    });
  });
}
