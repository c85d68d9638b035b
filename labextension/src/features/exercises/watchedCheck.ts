/** A Check of which the server has said that it has it, and no result yet. */
export interface IWatchedCheck {
  /** Its place in the queue, 1 for the next; null while it is being checked. */
  readonly place: number | null;
  /** Whether it is being taken back. */
  readonly isCancelling: boolean;
  /** Why it could not be taken back, as a sentence, or null. */
  readonly trouble: string | null;
}
