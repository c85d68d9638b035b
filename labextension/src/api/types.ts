import type { components } from './schema';

type Schemas = components['schemas'];

export type IPerson = Schemas['Person'];
export type IPersona = Schemas['Persona'];
export type ICourses = Schemas['Courses'];
export type ICourseSummary = Schemas['CourseSummary'];
export type IBrokenCourse = Schemas['BrokenCourse'];
export type ICourse = Schemas['Course'];
export type IModule = Schemas['Module'];
export type IStep = Schemas['Step'];
export type IExercise = Schemas['Exercise'];
export type IProgress = Schemas['Progress'];
export type IExerciseProgress = Schemas['ExerciseProgress'];
export type IOpenedStep = Schemas['OpenedStep'];
export type INewAttempt = Schemas['NewAttempt'];
export type IFreeCell = Schemas['FreeCell'];
export type IAttempt = Schemas['Attempt'];
export type ITest = Schemas['Test'];
export type ISession = Schemas['Session'];
export type ITicket = Schemas['Ticket'];
export type IMyData = Schemas['MyData'];
export type IEnrolment = Schemas['Enrolment'];
export type IStepProgress = Schemas['StepProgress'];
export type IStepMark = Schemas['StepMark'];
export type INextStep = Schemas['NextStep'];
export type IReplacedStep = Schemas['ReplacedStep'];
export type UpdateMode = Schemas['StepUpdate']['mode'];
export type IAnswers = Schemas['Answers'];
export type ISolution = Schemas['Solution'];
export type IMissing = Schemas['Missing'];
export type IOpenedCourse = Schemas['OpenedCourse'];
export type ILintReport = Schemas['LintReport'];
export type ILintMessage = Schemas['LintMessage'];
export type IDryRun = Schemas['DryRun'];
export type IToGrade = Schemas['ToGrade'];
export type IToGradeItem = Schemas['ToGradeItem'];
export type IToGradeCount = Schemas['ToGradeCount'];
export type IHandGrade = Schemas['HandGrade'];
export type ICellToGrade = Schemas['CellToGrade'];
export type IWorkCell = Schemas['WorkCell'];
export type IAnswerToGrade = Schemas['AnswerToGrade'];
export type INewHandGrade = Schemas['NewHandGrade'];
export type IRegrade = Schemas['Regrade'];
export type IRegradeRow = Schemas['RegradeRow'];
export type SessionRole = Schemas['NewTicket']['role'];

/** Address of a step. */
export interface IStepKey {
  readonly course: string;
  readonly module: string;
  readonly step: string;
}

/** Which answers that a person grades are asked for. */
export interface IToGradeQuery {
  readonly state: 'waiting' | 'graded' | 'all';
  /** Of one exercise only; null for all of the course. */
  readonly exercise: IExerciseKey | null;
  readonly offset: number;
  readonly limit: number;
  /** Whether to leave out who it was. */
  readonly isBlind: boolean;
}

/** Address of an exercise. */
export interface IExerciseKey extends IStepKey {
  readonly exercise: string;
}
