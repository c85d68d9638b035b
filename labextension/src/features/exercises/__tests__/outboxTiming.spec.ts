import { describe, expect, it } from 'vitest';

import { HybridError } from '../../../api/errors';
import { isRefusal } from '../outboxTiming';

describe('a Check is refused for good', () => {
  it.each([
    ['not_allowed', 403, true],
    ['conflict', 409, true],
    ['unknown', 413, true],
    ['login_needed', 403, false],
    ['login_needed', 401, false],
    ['bad_ticket', 403, false],
    ['unknown', 404, false],
    ['unavailable', 503, false]
  ])('by %s (%i): %s', (code, status, isFinal) => {
    expect(isRefusal(new HybridError('no', code, status))).toBe(isFinal);
  });
});
