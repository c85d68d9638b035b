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
export type SessionRole = Schemas['NewTicket']['role'];

/** Address of a step. */
export interface IStepKey {
  readonly course: string;
  readonly module: string;
  readonly step: string;
}

/** Address of an exercise. */
export interface IExerciseKey extends IStepKey {
  readonly exercise: string;
}
