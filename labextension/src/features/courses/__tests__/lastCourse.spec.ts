import { describe, expect, it } from 'vitest';

import { LastCourse } from '../lastCourse';

describe('LastCourse', () => {
  it('remembers one course for each person', () => {
    const storage = new Map<string, string>();
    const last = new LastCourse({
      getItem: key => storage.get(key) ?? null,
      setItem: (key, value) => storage.set(key, value)
    });

    last.set('eva', 'python');
    last.set('ben', 'sql');

    expect([last.get('eva'), last.get('ben'), last.get('kim')]).toEqual(['python', 'sql', null]);
  });

  it('goes on without a memory where the browser forbids one', () => {
    const forbid = (): never => {
      throw new Error('forbidden');
    };
    const last = new LastCourse({ getItem: forbid, setItem: forbid });

    last.set('eva', 'python');

    expect(last.get('eva')).toBeNull();
  });
});
