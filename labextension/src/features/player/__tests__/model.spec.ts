import { beforeEach, describe, expect, it } from 'vitest';

import {
  AWAY,
  course,
  FakeParts,
  key,
  module,
  NEWER,
  refused,
  RELEASE,
  settled,
  step,
  stepProgress
} from './fakes';
import type { IProgress, IStepProgress } from '../../../api/types';
import type { PlayerModel } from '../model';

let parts: FakeParts;

function known(one: IStepProgress): IProgress {
  return { course: 'c', points: 0, max_points: 0, exercises: [], next: null, steps: [one] };
}

function keys(model: PlayerModel): string[] {
  return model.notices.map(notice => notice.key);
}

describe('PlayerModel', () => {
  beforeEach(() => {
    parts = new FakeParts();
    parts.progress.set([stepProgress()]);
  });

  it('says where the step stands and what comes next', async () => {
    const { view } = await parts.model();

    expect(view.place.label).toBe('Module m: step 1 of 2');
    expect(view.place.name).toContain(view.place.label);
    expect(view.previous).toBeNull();
    expect(view.next?.name).toBe('Next step: Step b');
  });

  it('leads to the next module, and back to the course at its end', async () => {
    const beforeLast = await parts.model({ step: key('b') });
    const last = await parts.model({ step: key('r', 'n'), kind: 'file', release: null });

    expect(beforeLast.view.next?.name).toBe('Next module: Module n, beginning with Step r');
    expect(last.view.next?.name).toBe('Back to the course');
  });

  it('is done at once when one says so', async () => {
    const model = await parts.model();

    const marking = model.mark(true);
    expect(model.isDone).toBe(true);
    await marking;

    expect(model.isDone).toBe(true);
    expect(model.view.done).toMatchObject({ isDone: true, isByExercises: false });
  });

  it('says how many exercises are passed, and that nothing is left to mark', async () => {
    const model = await parts.model();
    parts.progress.set([stepProgress({ n_exercises: 4, n_passed: 3 })]);
    expect(model.view.done).toEqual({
      isDone: false,
      isByExercises: false,
      exercises: '3 of 4 exercises passed'
    });

    parts.progress.set([stepProgress({ n_exercises: 4, n_passed: 4, is_done: true })]);

    expect(model.view.done).toMatchObject({ isDone: true, isByExercises: true });
  });

  it('keeps a mark while the server is away, and says so until it is sent', async () => {
    const model = await parts.model();
    parts.api.markAnswer = AWAY;
    await model.mark(true);
    expect(model.isDone).toBe(true);
    expect(keys(model)).toEqual(['kept']);

    parts.api.markAnswer = null;
    await parts.clock.pass(60_000);

    expect(model.isDone).toBe(true);
    expect(keys(model)).toEqual([]);
  });

  it('takes a mark back that the server refuses, and says why', async () => {
    const model = await parts.model();
    parts.api.markAnswer = refused(403);
    await model.mark(true);

    expect(model.isDone).toBe(false);
    expect(model.notices[0].words).toBe('Your mark was not taken. The server says: it says no.');
    model.dismiss();
    expect(keys(model)).toEqual([]);
  });

  it('offers the newer release to a notebook, not to a copy of it', async () => {
    const model = await parts.model({ release: NEWER });
    const copy = await parts.model({ release: NEWER, isCopy: true });

    expect(keys(model)).toEqual(['outdated']);
    expect(model.notices[0].buttons.map(({ action }) => action)).toEqual(['merge', 'keep_both']);
    expect(keys(copy)).toEqual(['copy']);
    expect(copy.view.reset).toBeNull();
  });

  it('sees the newer release when the outline is read again', async () => {
    const model = await parts.model();
    expect(keys(model)).toEqual([]);

    parts.api.answer = course([module('m', [step('a', { release: NEWER })])]);
    await parts.outlines.refresh('c');
    expect(keys(model)).toEqual(['outdated']);
    model.played = { ...model.played, release: NEWER };

    expect(keys(model)).toEqual([]);
  });

  it('says that a course is gone, and takes the way on away', async () => {
    const model = await parts.model();
    parts.api.answer = refused(404);
    await parts.outlines.refresh('c');

    const { view } = model;
    expect(view.notices[0].words).toBe(
      'This course is no longer offered here. Your notebook is yours.'
    );
    expect([view.previous, view.next, view.done, view.reset]).toEqual([null, null, null, null]);
  });

  it('says that a step was taken out of its course', async () => {
    const model = await parts.model({ step: key('old') });

    expect(model.notices[0].words).toContain('This step is no longer part of the course.');
    expect(model.view.done).toBeNull();
  });

  it('says that a course is not open to somebody', async () => {
    parts.api.answer = refused(403);
    const model = await parts.model();

    expect(model.notices[0].words).toContain('The server says: it says no');
  });

  it('goes on with what it knows while the server is away', async () => {
    const model = await parts.model();
    parts.api.answer = AWAY;
    await parts.outlines.refresh('c');

    expect(model.view.next?.name).toBe('Next step: Step b');
    expect(keys(model)).toEqual([]);
  });

  it('can be marked while nothing could be read yet', async () => {
    parts.api.answer = AWAY;
    const model = await parts.model();

    expect(keys(model)).toEqual(['course']);
    expect(model.view.done).not.toBeNull();
    expect(model.view.place.label).toBe('Course');
  });

  it('says what is being done, and then where the own copy is', async () => {
    const model = await parts.model();
    const resetting = parts.replacements.replace(key(), 'reset');
    await Promise.resolve();
    expect(model.view.busy).toBe('Resetting…');
    await resetting;

    expect(model.view.busy).toBeNull();
    expect(model.keptAs).toBe('courses/c/m/a (mine).ipynb');
    expect(model.notices[0].words).toContain('Your copy is kept as courses/c/m/a (mine).ipynb.');
  });

  it('goes on at the cell where this window was last, else where the server says', async () => {
    parts.progress.set([stepProgress({ cell: 'known' })]);
    const model = await parts.model();
    expect(model.cell).toBe('known');

    await parts.marks.put(key(), { cell: 'later' });
    await settled();

    expect(model.cell).toBe('later');
  });

  it('knows nothing of other steps', async () => {
    const model = await parts.model({ step: key('b'), release: RELEASE });
    await parts.replacements.replace(key('a'), 'reset');
    await parts.marks.put(key('a'), { is_done: true });

    expect(model.notices).toEqual([]);
    expect(model.isDone).toBe(false);
  });

  it('says also in a tab that is opened again that a mark waits', async () => {
    const first = await parts.model();
    parts.api.markAnswer = AWAY;
    await first.mark(true);
    first.dispose();

    const second = await parts.model();

    expect(second.isDone).toBe(true);
    expect(keys(second)).toEqual(['kept']);
  });

  it('promises no file to whoever is at a live step', async () => {
    const model = await parts.model({ kind: 'live', release: null });
    parts.api.answer = refused(404);
    await parts.outlines.refresh('c');

    expect(model.notices.map(({ words }) => words)).toEqual([
      'This course is no longer offered here.'
    ]);
  });

  it('shows what was done in another window', async () => {
    parts.progress.maxAges.splice(0);
    const model = await parts.model();
    expect(parts.progress.maxAges).toEqual([5_000]);

    parts.progress.known = known(stepProgress({ is_done: true, cell: 'z' }));
    parts.progress.changed.emit('c');
    await model.readProgress();

    expect(parts.progress.maxAges).toEqual([5_000, 5_000]);
    expect(model.isDone).toBe(true);
    expect(model.cell).toBe('z');
  });
});
