import { beforeEach, describe, expect, it } from 'vitest';

import { PositionPace } from '../position';
import { FakeClock } from './fakes';

let clock: FakeClock;
let told: string[];
let pace: PositionPace;

describe('PositionPace', () => {
  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    pace = new PositionPace(clock, 'known', (cell, isLeaving) =>
      told.push(isLeaving ? `${cell}!` : cell)
    );
  });

  it('tells a cell only when somebody stays there', async () => {
    pace.moved('a');
    await clock.pass(4_000);
    pace.moved('b');
    await clock.pass(4_000);
    expect(told).toEqual([]);

    await clock.pass(1_000);

    expect(told).toEqual(['b']);
  });

  it('says nothing twice, and nothing that is known', async () => {
    pace.moved('known');
    await clock.pass(60_000);
    pace.moved('a');
    await clock.pass(60_000);
    pace.moved('b');
    pace.moved('a');
    await clock.pass(60_000);

    expect(told).toEqual(['a']);
  });

  it('tells at most twice a minute', async () => {
    for (let second = 0; second < 60; second += 6) {
      pace.moved(`cell-${String(second)}`);
      await clock.pass(6_000);
    }

    expect(told.length).toBeLessThanOrEqual(2);
  });

  it('tells at once when the window goes', () => {
    pace.moved('a');
    pace.leave();
    pace.leave();

    expect(told).toEqual(['a!']);
  });

  it('tells where one was when the notebook is closed, and nothing after that', async () => {
    pace.moved('a');
    pace.dispose();
    pace.moved('b');
    await clock.pass(60_000);

    expect(told).toEqual(['a']);
  });
});
