import { describe, expect, it } from 'vitest';

import { attemptsAllowed } from '../attemptsAllowed';

describe('attemptsAllowed', () => {
  const progress = { n_attempts: 1, n_attempts_left: 9 };

  it('counts an attempt that the progress does not know of yet', () => {
    expect(attemptsAllowed(progress, { nAttempts: 2, limit: null })).toEqual({
      maxAttempts: 10,
      nAttemptsLeft: 8
    });
  });

  it('takes the total from the outline, also where more were made than it allows by now', () => {
    const after = { n_attempts: 7, n_attempts_left: 0 };

    expect(attemptsAllowed(after, { nAttempts: 7, limit: 5 })).toEqual({
      maxAttempts: 5,
      nAttemptsLeft: 0
    });
  });

  it('knows of no limit where there is none, or nothing was read', () => {
    const none = { maxAttempts: null, nAttemptsLeft: null };
    const unlimited = { n_attempts: 1, n_attempts_left: null };

    expect(attemptsAllowed(unlimited, { nAttempts: 1, limit: null })).toEqual(none);
    expect(attemptsAllowed(null, { nAttempts: 0, limit: 5 })).toEqual(none);
  });
});
