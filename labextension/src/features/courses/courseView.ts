import type { ICourseSummary, IProgress } from '../../api/types';
import { countDone } from './outline';
import type { ICourseView } from './state';

interface IKnown extends Pick<ICourseView, 'isOpen' | 'enrolment' | 'outline' | 'failure'> {
  readonly progress: IProgress | null;
}

/** A course of the list with the newest that is known of the learner's progress. */
export function courseView(summary: ICourseSummary, known: IKnown): ICourseView {
  const { progress, ...shown } = known;
  return {
    key: summary.key,
    title: summary.title,
    summary: summary.summary,
    language: summary.language,
    level: summary.level,
    medium: summary.medium,
    effortMin: summary.effort_min,
    tags: summary.tags,
    nextLiveAt: summary.next_live_at,
    points: progress?.points ?? summary.points,
    maxPoints: progress?.max_points ?? summary.max_points,
    nSteps: summary.n_steps,
    nStepsDone: countDone(progress) ?? summary.n_steps_done,
    ...shown
  };
}
