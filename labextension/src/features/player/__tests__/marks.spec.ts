import { beforeEach, describe, expect, it } from 'vitest';

import { HybridError } from '../../../api/errors';
import type { IStepKey, IStepMark, IStepProgress } from '../../../api/types';
import type { MarkEvent } from '../marks';
import { StepMarks } from '../marks';
import { AWAY, FakeApi, FakeClock, key, refused, settled, stepProgress } from './fakes';

/** A server that answers each request when the test says so. */
class SlowApi {
  readonly sent: { mark: IStepMark; isLeaving: boolean }[] = [];

  markStep(
    _: IStepKey,
    mark: IStepMark,
    { isLeaving } = { isLeaving: false }
  ): Promise<IStepProgress> {
    this.sent.push({ mark, isLeaving });
    return new Promise((resolve, reject) => this._answers.push({ mark, resolve, reject }));
  }

  /** Answer the n-th of the requests that are not answered. */
  async answer(n = 0, error: Error | null = null): Promise<void> {
    const [{ mark, resolve, reject }] = this._answers.splice(n, 1);
    if (error === null) {
      resolve(stepProgress({ is_done: mark.is_done ?? false }));
    } else {
      reject(error);
    }
    await settled();
  }

  private readonly _answers: {
    mark: IStepMark;
    resolve: (progress: IStepProgress) => void;
    reject: (error: Error) => void;
  }[] = [];
}

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

  it('knows the cell where this window was, unless another one was elsewhere later', async () => {
    await marks.put(key(), { cell: 'x' });
    const at = (cell: string, seen_at: string): IStepProgress => stepProgress({ cell, seen_at });
    expect(marks.cell(key(), at('y', '2026-01-01T09:00:00Z'))).toBe('x');

    api.markStep = () => Promise.resolve(at('x', '2026-01-01T10:00:00Z'));
    await marks.put(key(), { cell: 'x' });

    expect(marks.cell(key(), at('y', '2026-01-01T09:00:00Z'))).toBe('x');
    expect(marks.cell(key(), at('y', '2026-01-01T11:00:00Z'))).toBe('y');
  });

  it('gives up a cell that the server does not take, and not the mark that went with it', async () => {
    api.markAnswer = AWAY;
    await marks.put(key(), { cell: 'no id' });
    api.markStep = async (_, mark) => {
      api.marks.push({ step: key(), mark, isLeaving: false });
      return mark.cell === undefined
        ? Promise.resolve(stepProgress({ is_done: true }))
        : Promise.reject(new HybridError('not a cell', 'invalid', 422, 'cell'));
    };

    await marks.put(key(), { is_done: true });

    expect(api.marks.slice(-1)[0].mark).toEqual({ is_done: true });
    expect(events).toEqual(['kept', 'refused', 'sent']);
    expect(marks.waiting(key())).toBeNull();
  });
});

describe('StepMarks on a slow line', () => {
  let slow: SlowApi;

  beforeEach(() => {
    slow = new SlowApi();
    marks = new StepMarks(slow, new FakeClock());
    events = [];
    marks.happened.connect((_, { kind, mark }) => {
      if (mark.is_done !== undefined) {
        events.push(kind);
      }
    });
  });

  it('sends one after the other when the tab is left, and nothing twice', async () => {
    void marks.put(key(), { is_done: true });
    void marks.put(key(), { cell: 'x' }, true);
    await slow.answer();
    await slow.answer();

    expect(slow.sent.map(({ mark }) => mark)).toEqual([{ is_done: true }, { cell: 'x' }]);
    expect(events).toEqual(['sent']);
    expect(marks.waiting(key())).toBeNull();
  });

  it('sends beside another only as the page goes, and keeps what the older answer says nothing of', async () => {
    void marks.put(key(), { is_done: true });
    void marks.put(key(), { is_done: false });
    marks.leave();
    expect(slow.sent.slice(1)).toEqual([{ mark: { is_done: false }, isLeaving: true }]);
    marks.leave();
    expect(slow.sent).toHaveLength(2);

    await slow.answer(0);
    expect(marks.waiting(key())).toEqual({ is_done: false });
    await slow.answer(0);

    expect(marks.waiting(key())).toBeNull();
    expect(slow.sent).toHaveLength(2);
  });

  it('lets a late answer take nothing from what was said since', async () => {
    void marks.put(key(), { is_done: true });
    void marks.put(key(), { is_done: false });
    marks.leave();
    await slow.answer(1);
    void marks.put(key(), { cell: 'x' });

    await slow.answer(0);
    expect(marks.waiting(key())).toEqual({ cell: 'x' });
    await slow.answer(0);

    expect(slow.sent).toHaveLength(3);
    expect(marks.waiting(key())).toBeNull();
  });
});
