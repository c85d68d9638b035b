import type { ISignal } from '@lumino/signaling';

import type { HybridError } from '../../api/errors';
import type { IAttempt, IExerciseKey, IStepKey } from '../../api/types';
import type { IOutboxEntry } from './outboxStore';

/** What happens to a Check on its way to the server. */
export type OutboxEvent =
  | { readonly kind: 'sending'; readonly entry: IOutboxEntry }
  /** It could not be sent; `words` are the server's, or null if it could not be reached. */
  | { readonly kind: 'kept'; readonly entry: IOutboxEntry; readonly words: string | null }
  /** The server takes it after a pause, and it will be sent then. */
  | { readonly kind: 'waiting'; readonly entry: IOutboxEntry; readonly until: number }
  | { readonly kind: 'answered'; readonly entry: IOutboxEntry; readonly attempt: IAttempt }
  | { readonly kind: 'refused'; readonly entry: IOutboxEntry; readonly error: HybridError }
  /** Another tab got the answer. */
  | { readonly kind: 'settled'; readonly id: string; readonly exercise: IExerciseKey };

/** A Check that waits in the outbox. */
export interface IWaitingCheck {
  readonly entry: IOutboxEntry;
  readonly isSending: boolean;
  /** Until when the server wants no Check, as `Date.now()` gives it; null if it did not say so. */
  readonly until: number | null;
}

/** Brings every Check to the server, however often that has to be tried. */
export interface IOutbox {
  /** Whether what waits here outlives the window. */
  readonly isDurable: boolean;
  readonly happened: ISignal<IOutbox, OutboxEvent>;
  /** What waits of a step, oldest first. */
  waiting(step: IStepKey): IWaitingCheck[];
  /** Keep a Check and send it; resolves when the first try is over. */
  submit(entry: IOutboxEntry): Promise<void>;
  /** Take back a Check that the server has not taken; whether that was still possible. */
  withdraw(id: string): Promise<boolean>;
  /** Take what the server has said elsewhere of an attempt as the answer to its Check. */
  conclude(attempt: IAttempt): Promise<void>;
}
