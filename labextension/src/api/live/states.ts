/**
 * How a live connection is doing.
 *
 * - `connecting`: the first attempt has not come through yet
 * - `waiting`: connected; the presenter has not shown anything yet
 * - `live`: what is shown is what the presenter has
 * - `left`: the presenter has gone; what is shown is the last they had
 * - `reconnecting`: cut off; trying again by itself
 * - `full`: no place, or too much at once, as the reason says; trying again by itself, slowly
 * - `ended`: the session is over (final)
 * - `taken`: another window of the trainer presents this session now (final)
 * - `refused`: the server does not let this person in (final)
 */
export type LiveState =
  | 'connecting'
  | 'waiting'
  | 'live'
  | 'left'
  | 'reconnecting'
  | 'full'
  | 'ended'
  | 'taken'
  | 'refused';

/** States from which there is no way back. */
export type FinalState = Extract<LiveState, 'ended' | 'taken' | 'refused'>;

/** The codes with which a room closes a connection and that call for an answer of their own. */
export const CloseCode = {
  UNSUPPORTED: 1003,
  TOO_LARGE_TO_READ: 1009,
  MALFORMED: 4400,
  BAD_TICKET: 4401,
  READ_ONLY: 4403,
  ENDED: 4404,
  OLD_EPOCH: 4409,
  TAKEN: 4410,
  TOO_LARGE: 4413,
  FULL: 4429
} as const;

/** Whether a connection in this state tries no more. */
export function isFinal(state: LiveState): state is FinalState {
  return state === 'ended' || state === 'taken' || state === 'refused';
}
