import type { IAttempt } from '../../api/types';

/** When the server got an attempt, in milliseconds. */
export function submittedAt({ submitted_at: moment }: Pick<IAttempt, 'submitted_at'>): number {
  return Date.parse(moment);
}
