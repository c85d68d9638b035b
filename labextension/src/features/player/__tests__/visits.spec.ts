import { beforeEach, describe, expect, it } from 'vitest';

import { refreshAfterVisits } from '../visits';
import { AWAY, FakeParts, key, settled } from './fakes';

let parts: FakeParts;
let refreshed: string[];

describe('refreshAfterVisits', () => {
  beforeEach(() => {
    parts = new FakeParts();
    refreshed = [];
    refreshAfterVisits(parts.marks, async course => {
      refreshed.push(course);
      return Promise.reject(AWAY);
    });
  });

  it('reads the progress once a step is known to have been visited, and not for each cell', async () => {
    await parts.marks.put(key(), { cell: 'x' });
    await parts.marks.put(key(), { cell: 'y' });
    await settled();

    expect(refreshed).toEqual(['c']);
  });

  it('reads it again when somebody comes back from another step', async () => {
    await parts.marks.put(key('a'), { cell: null });
    await parts.marks.put(key('b'), { cell: null });
    await parts.marks.put(key('a'), { cell: null });

    expect(refreshed).toEqual(['c', 'c', 'c']);
  });

  it('reads it whenever a step was marked', async () => {
    await parts.marks.put(key(), { is_done: true });
    await parts.marks.put(key(), { is_done: false });

    expect(refreshed).toEqual(['c', 'c']);
  });

  it('reads nothing while the server is away', async () => {
    parts.api.markAnswer = AWAY;
    await parts.marks.put(key(), { cell: 'x' });

    expect(refreshed).toEqual([]);
  });
});
