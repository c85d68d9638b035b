import { beforeEach, describe, expect, it } from 'vitest';

import type { MarkEvent } from '../marks';
import { StepMarks } from '../marks';
import { AWAY, FakeApi, FakeClock, key, refused } from './fakes';

let api: FakeApi;
let clock: FakeClock;
let marks: StepMarks;
let events: MarkEvent['kind'][];

describe('StepMarks', () => {
  beforeEach(() => {
    api = new FakeApi();
    clock = new FakeClock();
    marks = new StepMarks(api, clock);
    events = [];
    marks.happened.connect((_, { kind }) => events.push(kind));
  });

  it('sends a mark at once', async () => {
    await marks.put(key(), { is_done: true });

    expect(api.marks).toEqual([{ step: key(), mark: { is_done: true }, isLeaving: false }]);
    expect(marks.waiting(key())).toBeNull();
    expect(events).toEqual(['sent']);
  });

  it('keeps a mark while the server is away, and sends it later by itself', async () => {
    api.markAnswer = AWAY;
    await marks.put(key(), { is_done: true });
    expect(marks.waiting(key())).toEqual({ is_done: true });

    api.markAnswer = null;
    await clock.pass(1_000);

    expect(api.marks).toHaveLength(2);
    expect(events).toEqual(['kept', 'sent']);
    expect(clock.nWaiting).toBe(0);
  });

  it('sends only the latest of what was said meanwhile', async () => {
    api.markAnswer = AWAY;
    await marks.put(key(), { is_done: true });
    await marks.put(key(), { cell: 'x' });
    await marks.put(key(), { is_done: false });

    api.markAnswer = null;
    await marks.drain();

    expect(api.marks.slice(-1)[0].mark).toEqual({ is_done: false, cell: 'x' });
    expect(marks.waiting(key())).toBeNull();
  });

  it('does not ask again only because of a position', async () => {
    api.markAnswer = AWAY;
    await marks.put(key(), { cell: 'x' });
    await clock.pass(600_000);

    expect(api.marks).toHaveLength(1);
    expect(marks.cell(key())).toBe('x');
  });

  it('sends what was said while it was sending', async () => {
    const first = marks.put(key(), { is_done: true });
    await marks.put(key(), { is_done: false });
    await first;

    expect(api.marks.map(({ mark }) => mark.is_done)).toEqual([true, false]);
  });

  it('sends later what was said while a position was being lost', async () => {
    api.markAnswer = AWAY;
    const position = marks.put(key(), { cell: 'x' });
    await marks.put(key(), { is_done: true });
    await position;

    api.markAnswer = null;
    await clock.pass(1_000);

    expect(api.marks.slice(-1)[0].mark).toEqual({ is_done: true, cell: 'x' });
    expect(marks.waiting(key())).toBeNull();
  });

  it('sends what was said while another mark was being refused', async () => {
    api.markAnswer = refused(422);
    const position = marks.put(key(), { cell: 'x' });
    api.markAnswer = null;
    await marks.put(key(), { is_done: true });
    await position;

    expect(api.marks.slice(-1)[0].mark).toEqual({ is_done: true });
    expect(marks.waiting(key())).toBeNull();
  });

  it('lets what waits outlive the page', async () => {
    api.markAnswer = AWAY;
    await marks.put(key(), { is_done: true });

    marks.leave();

    expect(api.marks.slice(-1)).toEqual([
      { step: key(), mark: { is_done: true }, isLeaving: true }
    ]);
    marks.leave();
    expect(api.marks).toHaveLength(2);
  });

  it('gives a mark up that the server does not take', async () => {
    api.markAnswer = refused(403);
    await marks.put(key(), { is_done: true });

    expect(marks.waiting(key())).toBeNull();
    expect(events).toEqual(['refused']);
    expect(clock.nWaiting).toBe(0);
  });

  it('lets a mark outlive the page', async () => {
    await marks.put(key(), { cell: 'x' }, true);

    expect(api.marks[0].isLeaving).toBe(true);
  });
});
