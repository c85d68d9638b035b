import { beforeEach, describe, expect, it } from 'vitest';

import type { IPerson } from '../../../api/types';
import { KeptMarks, MAX_KEPT } from '../keptMarks';
import { StepMarks } from '../marks';
import { keepMarks } from '../startMarks';
import { AWAY, FakeApi, FakeClock, key, refused, settled } from './fakes';

const BASE_URL = 'http://localhost:8888/';

let api: FakeApi;
let clock: FakeClock;

function person(name: string): IPerson {
  return { name, display_name: name, roles: [], persona: null };
}

/** A window that somebody opens on the same browser. */
async function open(
  who: IPerson | Error = person('ada'),
  storage = (): Storage => window.localStorage
): Promise<StepMarks> {
  const marks = new StepMarks(api, clock);
  const me = (): Promise<IPerson> =>
    who instanceof Error ? Promise.reject(who) : Promise.resolve(who);
  await keepMarks(marks, { api: { me }, baseUrl: BASE_URL, clock, storage });
  return marks;
}

describe('marks that wait for the server', () => {
  beforeEach(() => {
    window.localStorage.clear();
    api = new FakeApi();
    clock = new FakeClock();
    api.markAnswer = AWAY;
  });

  it('are sent after a reload, once', async () => {
    await (await open()).put(key(), { is_done: true, cell: 'x' });
    api.marks.splice(0);
    api.markAnswer = null;

    await open();
    await open();

    expect(api.marks.map(({ step, mark }) => [step, mark])).toEqual([[key(), { is_done: true }]]);
    expect(window.localStorage.length).toBe(0);
  });

  it('show after a reload already while the server is away', async () => {
    await (await open()).put(key(), { is_done: true });

    const marks = await open();

    expect(marks.waiting(key())).toEqual({ is_done: true });
    expect(marks.isKept(key())).toBe(true);
  });

  it('are of the person who made them, and of nobody else', async () => {
    await (await open()).put(key(), { is_done: true });
    api.marks.splice(0);
    api.markAnswer = null;

    await open(person('bob'));
    await open({ ...person('ada'), persona: 'learner' });
    expect(api.marks).toEqual([]);

    await open();
    expect(api.marks).toHaveLength(1);
  });

  it('are not sent again once the server has refused them', async () => {
    const marks = await open();
    await marks.put(key(), { is_done: true });
    api.markAnswer = refused(403);
    await marks.drain();
    api.marks.splice(0);

    await open();

    expect(api.marks).toEqual([]);
  });

  it('do not come after what was said since', async () => {
    await (await open()).put(key(), { is_done: true });
    api.marks.splice(0);
    api.markAnswer = null;
    const marks = new StepMarks(api, clock);
    await marks.put(key(), { is_done: false });

    await keepMarks(marks, {
      api: { me: () => Promise.resolve(person('ada')) },
      baseUrl: BASE_URL,
      clock
    });

    expect(api.marks.map(({ mark }) => mark)).toEqual([{ is_done: false }]);
    expect(window.localStorage.length).toBe(0);
  });

  it('are kept also when it is known only later whose they are', async () => {
    let who: IPerson | Error = AWAY;
    const marks = new StepMarks(api, clock);
    const me = (): Promise<IPerson> =>
      who instanceof Error ? Promise.reject(who) : Promise.resolve(who);
    await keepMarks(marks, { api: { me }, baseUrl: BASE_URL, clock });
    await marks.put(key(), { is_done: true });
    expect(window.localStorage.length).toBe(0);

    who = person('ada');
    await clock.pass(2_000);
    await settled();

    expect(window.localStorage.length).toBe(1);
  });

  it('wait in the window where the browser keeps nothing', async () => {
    const marks = await open(person('ada'), () => {
      throw new DOMException('no', 'SecurityError');
    });
    await marks.put(key(), { is_done: true });
    api.markAnswer = null;
    await clock.pass(2_000);

    expect(api.marks.slice(-1)[0].mark).toEqual({ is_done: true });
    expect(marks.waiting(key())).toBeNull();
  });
});

describe('KeptMarks', () => {
  const whose = { baseUrl: BASE_URL, person: person('ada') };
  let kept: KeptMarks;

  beforeEach(() => {
    window.localStorage.clear();
    kept = new KeptMarks(() => window.localStorage, whose);
  });

  it('has the latest of each step, and no end of them', () => {
    kept.put({ step: key(), isDone: true });
    kept.put({ step: key(), isDone: false });
    expect(kept.all()).toEqual([{ step: key(), isDone: false }]);

    for (let n = 0; n < MAX_KEPT + 5; n++) {
      kept.put({ step: key(`step-${String(n)}`), isDone: true });
    }

    expect(kept.all()).toHaveLength(MAX_KEPT);
  });

  it('does not forget a later mark for an earlier one', () => {
    kept.put({ step: key(), isDone: false });
    kept.drop({ step: key(), isDone: true });

    expect(kept.all()).toHaveLength(1);
  });

  it.each(['{', '7', '[7]', '[{"step": {"course": "c"}, "isDone": true}]'])(
    'reads nothing from %s',
    text => {
      kept.put({ step: key(), isDone: true });
      window.localStorage.setItem(window.localStorage.key(0) ?? '', text);

      expect(kept.all()).toEqual([]);
    }
  );
});
