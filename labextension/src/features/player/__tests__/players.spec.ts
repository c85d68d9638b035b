import { Widget } from '@lumino/widgets';
import { describe, expect, it } from 'vitest';

import { Players } from '../players';
import { FakeParts } from './fakes';

describe('Players', () => {
  it('reads anew how far one is, while a step is open', async () => {
    const parts = new FakeParts();
    const players = new Players();
    const counted = players.add(new Widget(), await parts.model());
    parts.progress.maxAges.splice(0);

    players.refresh();
    expect(parts.progress.maxAges).toHaveLength(1);

    counted.dispose();
    players.refresh();
    expect(parts.progress.maxAges).toHaveLength(1);
  });
});
