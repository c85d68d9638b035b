import { describe, expect, it } from 'vitest';

import { Follow } from '../follow';

function setUp(): { follow: Follow; changes: () => number } {
  const follow = new Follow();
  let n = 0;
  follow.changed.connect(() => (n += 1));
  return { follow, changes: () => n };
}

describe('Follow', () => {
  it('follows at first', () => {
    expect(setUp().follow.isFollowing).toBe(true);
  });

  it('lets the learner look around, and says so once', () => {
    const { follow, changes } = setUp();

    follow.detach();
    follow.detach();

    expect([follow.isFollowing, changes()]).toEqual([false, 1]);
  });

  it('knows where the presenter is while the learner looks around', () => {
    const { follow } = setUp();
    follow.detach();

    follow.moveTo('c2');
    follow.attach();

    expect([follow.cell, follow.isFollowing]).toEqual(['c2', true]);
  });

  it('goes back and forth with one key', () => {
    const { follow } = setUp();

    follow.toggle();
    follow.toggle();

    expect(follow.isFollowing).toBe(true);
  });

  it('does not move when the presenter stays', () => {
    const { follow, changes } = setUp();

    follow.moveTo('c1');
    follow.moveTo('c1');

    expect(changes()).toBe(1);
  });
});
