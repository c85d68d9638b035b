import { describe, expect, it } from 'vitest';

import { difference } from '../components/difference';

describe('difference', () => {
  it.each([
    ['[1, 2, 3]', '[1, 5, 3]', '2', '5'],
    ['same', 'same', '', ''],
    ['abc', 'abcd', '', 'd'],
    ['aa', 'aaa', '', 'a'],
    ['', 'x', '', 'x'],
    ['😀x', '😁x', '😀', '😁'],
    ['None', "'None'", 'None', "'None'"]
  ])('of %s and %s is %s and %s', (one, other, mine, yours) => {
    const [left, right] = difference(one, other);

    expect([left.different, right.different]).toEqual([mine, yours]);
    expect(left.before + left.different + left.after).toBe(one);
    expect(right.before + right.different + right.after).toBe(other);
  });
});
