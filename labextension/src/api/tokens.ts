import { Token } from '@lumino/coreutils';

import type {
  IAnswerToGrade,
  IAnswers,
  IAttempt,
  ICourse,
  ICourses,
  IDryRun,
  IEnrolment,
  IExerciseKey,
  ILintReport,
  IMyData,
  INewAttempt,
  INewHandGrade,
  IOpenedCourse,
  IOpenedStep,
  IPerson,
  IPersona,
  IProgress,
  IRegrade,
  IReplacedStep,
  ISession,
  ISolution,
  IStepKey,
  IStepMark,
  IStepProgress,
  ITicket,
  IToGrade,
  IToGradeQuery,
  SessionRole,
  UpdateMode
} from './types';

/** The server's addresses as functions. Each rejects with `HybridError` or `NetworkError`. */
export interface IHybridApi {
  /** Pass of the persona that this window looks through, or null. */
  readonly persona: string | null;
  me(): Promise<IPerson>;
  /** Everything that is stored about this person. */
  myData(): Promise<IMyData>;
  createPersona(name: string): Promise<IPersona>;
  courses(): Promise<ICourses>;
  course(key: string): Promise<ICourse>;
  progress(course: string): Promise<IProgress>;
  /** Become a learner of a course; null where it asks for no code. */
  enrol(course: string, code: string | null): Promise<IEnrolment>;
  openStep(step: IStepKey): Promise<IOpenedStep>;
  /** Put a fresh copy into the learner's folder and keep theirs under another name. */
  resetStep(step: IStepKey): Promise<IReplacedStep>;
  /** Bring the learner's copy to the newest release. */
  updateStep(step: IStepKey, mode: UpdateMode): Promise<IReplacedStep>;
  /** With `isLeaving` the request outlives a page that is being closed. */
  markStep(
    step: IStepKey,
    mark: IStepMark,
    options?: { readonly isLeaving: boolean }
  ): Promise<IStepProgress>;
  latestAttempts(step: IStepKey): Promise<IAttempt[]>;
  /** Oldest first. */
  attempts(exercise: IExerciseKey): Promise<IAttempt[]>;
  answers(exercise: IExerciseKey, attempt: string): Promise<IAnswers>;
  createAttempt(exercise: IExerciseKey, attempt: INewAttempt): Promise<IAttempt>;
  /** One attempt, with its place in the queue while it waits. */
  attempt(exercise: IExerciseKey, attempt: string): Promise<IAttempt>;
  /** Take an attempt back that has no result yet. */
  cancelAttempt(exercise: IExerciseKey, attempt: string): Promise<IAttempt>;
  solution(exercise: IExerciseKey): Promise<ISolution>;
  /** Read the solution before passing; from then on no attempt gives points. */
  giveUp(exercise: IExerciseKey): Promise<ISolution>;
  /** The answers of a course that a person grades: waiting first, oldest first. For trainers. */
  toGrade(course: string, query: IToGradeQuery): Promise<IToGrade>;
  answerToGrade(course: string, attempt: string, isBlind: boolean): Promise<IAnswerToGrade>;
  /** Rejects with the code `conflict` where somebody else gave points meanwhile. */
  giveGrade(
    course: string,
    address: { readonly attempt: string; readonly cell: string; readonly isBlind: boolean },
    grade: INewHandGrade
  ): Promise<IAnswerToGrade>;
  /** How far checking everybody's attempts again is. For trainers. */
  regrade(exercise: IExerciseKey): Promise<IRegrade>;
  /** Check everybody's attempts again, without storing anything. */
  beginRegrade(exercise: IExerciseKey): Promise<IRegrade>;
  cancelRegrade(exercise: IExerciseKey): Promise<IRegrade>;
  /** Store what the preview of that id shows. */
  applyRegrade(exercise: IExerciseKey, id: string): Promise<IRegrade>;
  /** Offer a course folder, by its path below the server's root. */
  openCourseFolder(path: string): Promise<IOpenedCourse>;
  newCourse(path: string, title: string): Promise<IOpenedCourse>;
  lint(path: string): Promise<ILintReport>;
  /** Grade an exercise of a source notebook, or all of them, with its own solution and untouched. */
  dryRun(path: string, exercise: string | null): Promise<IDryRun[]>;
  sessions(): Promise<ISession[]>;
  session(key: string): Promise<ISession>;
  createSession(title: string): Promise<ISession>;
  startSession(key: string): Promise<ISession>;
  endSession(key: string): Promise<ISession>;
  createTicket(session: string, role: SessionRole): Promise<ITicket>;
  /** Address of the WebSocket of a session's document. */
  liveUrl(session: string, document: string, ticket: string): string;
}

export const IHybridApi = new Token<IHybridApi>(
  'jupyter-hybrid:IHybridApi',
  'Calls the hybrid training API of this Jupyter server.'
);
