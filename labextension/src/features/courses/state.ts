import type { ICourseSummary, INextStep, IStep, IStepKey } from '../../api/types';
import type { Loaded } from '../../shared/loaded';
import type { ExerciseState } from '../../shared/StateMark';
import type { ICatalogue } from './catalogue';

/** A line of a step for one exercise. */
export interface IExerciseLine {
  readonly key: string;
  readonly state: ExerciseState;
  readonly points: number;
  readonly maxPoints: number;
}

/** How far somebody is with a step. */
export type StepState = 'not_started' | 'begun' | 'done';

/** A step as the panel and the course home show it. */
export interface IStepView {
  readonly key: IStepKey;
  readonly title: string;
  readonly kind: IStep['kind'];
  /** Why it cannot be opened, or null. */
  readonly problem: string | null;
  readonly isNext: boolean;
  readonly isOpening: boolean;
  readonly state: StepState;
  readonly seenAt: string | null;
  readonly dueAt: string | null;
  /** When a live step begins, or null. */
  readonly startsAt: string | null;
  readonly durationMin: number | null;
  readonly points: number;
  readonly maxPoints: number;
  readonly exercises: readonly IExerciseLine[];
}

/** A module that should be done before another one. */
export interface IRequirement {
  readonly key: string;
  readonly title: string;
  readonly isDone: boolean;
}

export interface IModuleView {
  readonly key: string;
  readonly title: string;
  readonly requires: readonly IRequirement[];
  readonly dueAt: string | null;
  readonly nDone: number;
  readonly steps: readonly IStepView[];
}

/** The step to go on with, and why. */
export interface INextView {
  readonly step: IStepView;
  readonly reason: INextStep['reason'];
  readonly dueAt: string | null;
}

/** What is inside of a course. */
export interface IOutline {
  readonly objectives: readonly string[];
  readonly modules: readonly IModuleView[];
  /** Null if nothing is left to do, or nobody has said yet. */
  readonly next: INextView | null;
  /** Whether it is known how far the learner is. */
  readonly isKnown: boolean;
}

/** How somebody who is no learner of a course yet gets in. */
export interface IEnrolmentView {
  readonly policy: ICourseSummary['enrolment_policy'];
  readonly isSending: boolean;
  /** Why it did not work the last time, or null. */
  readonly failure: string | null;
}

/** A course as the panel and the course home show it. */
export interface ICourseView {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly language: string;
  readonly level: ICourseSummary['level'];
  readonly medium: ICourseSummary['medium'];
  readonly effortMin: number | null;
  readonly tags: readonly string[];
  readonly nextLiveAt: string | null;
  readonly points: number;
  readonly maxPoints: number;
  readonly nSteps: number;
  readonly nStepsDone: number;
  /** Whether the panel shows what is inside of it. */
  readonly isOpen: boolean;
  /** Null for somebody who takes the course. */
  readonly enrolment: IEnrolmentView | null;
  /** Null until somebody wants to see it. */
  readonly outline: Loaded<IOutline> | null;
  /** Why the outline that is there could not be brought up to date, or null. */
  readonly failure: string | null;
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
  /** Why the courses that are there could not be brought up to date, or null. */
  readonly failure: string | null;
  readonly catalogue: ICatalogue;
  /** The course used last, where there are several. */
  readonly last: ICourseView | null;
  readonly broken: readonly IBrokenView[];
}
