import { beforeEach, describe, expect, it } from 'vitest';

import { Outlines } from '../outlines';
import { AWAY, course, FakeApi, FakeClock, refused } from './fakes';

let api: FakeApi;
let clock: FakeClock;
let outlines: Outlines;

describe('Outlines', () => {
  beforeEach(() => {
    api = new FakeApi();
    clock = new FakeClock();
    outlines = new Outlines(api, clock);
  });

  it('asks once when a window opens several steps of a course', async () => {
    await Promise.all([outlines.open('c'), outlines.open('c')]);
    await outlines.open('c');

    expect(api.nCourses).toBe(1);
  });

  it('asks again when a step is opened later', async () => {
    await outlines.open('c');
    await clock.pass(6_000);
    await outlines.open('c');

    expect(api.nCourses).toBe(2);
  });

  it('asks again when the window is looked at after some minutes, not before', async () => {
    await outlines.open('c');
    await clock.pass(60_000);
    outlines.refreshOld();
    expect(api.nCourses).toBe(1);

    await clock.pass(5 * 60_000);
    outlines.refreshOld();

    expect(api.nCourses).toBe(2);
  });

  it('keeps what it knows while the server is away, and goes on asking ever more slowly', async () => {
    await outlines.open('c');
    api.answer = AWAY;
    await outlines.refresh('c');
    expect(outlines.get('c')).toMatchObject({ course: { key: 'c' }, trouble: 'away' });

    await clock.pass(1_000);
    await clock.pass(1_000);
    expect(api.nCourses).toBe(3);
    api.answer = course();
    await clock.pass(2_000);

    expect(outlines.get('c').trouble).toBeNull();
    expect(clock.nWaiting).toBe(0);
  });

  it('tells a course that is gone from one that is not open to somebody, and asks no more', async () => {
    await outlines.open('c');
    api.answer = refused(403);
    await outlines.refresh('c');
    expect(outlines.get('c')).toMatchObject({ course: { key: 'c' }, trouble: 'refused' });

    api.answer = refused(404);
    await outlines.refresh('c');

    expect(outlines.get('c')).toMatchObject({ course: null, trouble: 'gone' });
    expect(clock.nWaiting).toBe(0);
  });

  it('stops asking when it is disposed of', async () => {
    api.answer = AWAY;
    await outlines.open('c');

    outlines.dispose();
    await clock.pass(60_000);

    expect(api.nCourses).toBe(1);
  });
});
