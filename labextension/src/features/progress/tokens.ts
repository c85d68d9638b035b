import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { IExerciseKey } from '../../api/types';
import type { IExerciseProgress, IProgress } from '../../api/types';

/** How far this window's learner is, course by course; read once and shared by all who show it. */
export interface IProgressModel {
  /** Emitted with the course's key when its progress was read anew. */
  readonly changed: ISignal<IProgressModel, string>;
  /** What was read last, or null. */
  get(course: string): IProgress | null;
  /** What was read last of one exercise, or null. */
  exercise(key: IExerciseKey): IExerciseProgress | null;
  /**
   * What is known already; asks the server only if nothing is, or if it was read longer ago than that.
   *
   * Rejects as `IHybridApi` does.
   */
  load(course: string, maxAgeMs?: number): Promise<IProgress>;
  /** Ask the server, because something has changed. Rejects as `IHybridApi` does. */
  refresh(course: string): Promise<IProgress>;
}

export const IProgressModel = new Token<IProgressModel>(
  'jupyter-hybrid:IProgressModel',
  'How far the learner of this window is in each course.'
);
