import { Token } from '@lumino/coreutils';

import type {
  IAttempt,
  ICourse,
  ICourses,
  IExerciseKey,
  INewAttempt,
  IOpenedStep,
  IPerson,
  IPersona,
  IProgress,
  ISession,
  IStepKey,
  ITicket,
  SessionRole
} from './types';

/** The server's addresses as functions. Each rejects with `HybridError` or `NetworkError`. */
export interface IHybridApi {
  /** Pass of the persona that this window looks through, or null. */
  readonly persona: string | null;
  me(): Promise<IPerson>;
  createPersona(name: string): Promise<IPersona>;
  courses(): Promise<ICourses>;
  course(key: string): Promise<ICourse>;
  progress(course: string): Promise<IProgress>;
  openStep(step: IStepKey): Promise<IOpenedStep>;
  latestAttempts(step: IStepKey): Promise<IAttempt[]>;
  createAttempt(exercise: IExerciseKey, attempt: INewAttempt): Promise<IAttempt>;
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
