import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { NO_FILTER } from '../catalogue';
import { build, keysOf, LEARNER, outlineOf, viewOf } from './fakeModel';
import { next, progress, stepProgress, summary } from './fakes';

describe('CoursesModel', () => {
  it('is loading before it was asked for anything', () => {
    const { model } = build();

    expect(model.view.courses.kind).toBe('loading');
    expect(model.course('c').kind).toBe('loading');
  });

  it('opens the only course by itself, and not one of several', async () => {
    const { model } = build();
    await model.load();
    expect(viewOf(model).isOpen).toBe(true);
    expect(outlineOf(model).modules).toHaveLength(1);

    const several = build([summary('c'), summary('d')]);
    await several.model.load();
    expect(['c', 'd'].map(key => viewOf(several.model, key).isOpen)).toEqual([false, false]);
  });

  it('has several courses open at once', async () => {
    const { model } = build([summary('c'), summary('d')]);
    await model.load();

    await model.open('c');
    await model.open('d');

    expect(['c', 'd'].map(key => viewOf(model, key).outline?.kind)).toEqual(['ready', 'ready']);
  });

  it('says what happened when the server cannot be reached, and comes back', async () => {
    const { api, model } = build();
    api.failure = new NetworkError('fetch failed');
    await model.load();
    expect(model.view.courses).toEqual({ kind: 'failed', words: 'The server cannot be reached.' });

    api.failure = null;
    await model.refresh();

    expect(model.view.courses.kind).toBe('ready');
  });

  it('says that there is no such course', async () => {
    const { model } = build();
    await model.load();

    expect(model.course('gone')).toEqual({
      kind: 'failed',
      words: 'There is no course gone here.'
    });
  });

  it('keeps what it shows while it reads anew', async () => {
    const { model } = build();
    await model.load();
    const kinds: string[] = [];
    model.stateChanged.connect(() => {
      kinds.push(model.view.courses.kind, viewOf(model).outline?.kind ?? 'closed');
    });

    await model.refresh();

    expect(new Set(kinds)).toEqual(new Set(['ready']));
  });

  it('shows new points and the next step as soon as progress has changed', async () => {
    const { known, model } = build();
    await model.load();

    known.set(
      progress(
        { 'one/a': 'passed', 'two/b': 'not_started' },
        { next: next('two'), steps: [stepProgress('one', { is_done: true })] }
      )
    );

    expect([viewOf(model).points, viewOf(model).nStepsDone]).toEqual([1, 1]);
    expect(model.next('c')).toEqual({ course: 'c', module: 'm', step: 'two' });
    expect(outlineOf(model).modules[0]?.steps[0]?.exercises[0]?.state).toBe('passed');
  });

  it('stays closed when it was closed while it was being read', async () => {
    const { model } = build([summary('c'), summary('d')]);
    await model.load();

    const opened = model.open('c');
    model.close('c');
    await opened;

    expect(viewOf(model).isOpen).toBe(false);
  });

  it('marks the step that is being opened until it is there', async () => {
    const { model } = build();
    await model.load();
    const marks: boolean[] = [];
    model.stateChanged.connect(() => {
      marks.push(outlineOf(model).modules[0]?.steps[1]?.isOpening ?? false);
    });

    const opened = await model.openStep({ course: 'c', module: 'm', step: 'two' });

    expect(opened?.path).toBe('courses/one.ipynb');
    expect(marks).toEqual([true, false]);
  });

  it('takes the mark away when the step cannot be opened', async () => {
    const { api, model } = build();
    await model.load();
    api.failure = new HybridError('it is broken', 'invalid', 422);

    const opened = model.openStep({ course: 'c', module: 'm', step: 'two' });

    await expect(opened).rejects.toThrow('it is broken');
    expect(outlineOf(model).modules[0]?.steps[1]?.isOpening).toBe(false);
  });

  it('opens the step that was asked for last, however late an earlier one comes', async () => {
    const { api, last, model } = build([summary('c'), summary('d')]);
    await model.load();
    const answers: (() => void)[] = [];
    api.openStep = async () => {
      await new Promise<void>(resolve => answers.push(resolve));
      return { path: 'courses/one.ipynb', is_new: true, kind: 'notebook' };
    };
    const slow = model.openStep({ course: 'c', module: 'm', step: 'one' });
    const fast = model.openStep({ course: 'd', module: 'm', step: 'two' });

    answers[1]?.();
    expect((await fast)?.path).toBe('courses/one.ipynb');
    answers[0]?.();

    expect(await slow).toBeNull();
    expect(last.get('owner')).toBe('d');
  });

  it('keeps the mark of the step that was asked for last', async () => {
    const { api, model } = build();
    await model.load();
    const answers: (() => void)[] = [];
    api.openStep = async () => {
      await new Promise<void>(resolve => answers.push(resolve));
      return { path: 'courses/one.ipynb', is_new: true, kind: 'notebook' };
    };
    const isOpening = (): boolean | undefined => outlineOf(model).modules[0]?.steps[1]?.isOpening;
    const earlier = model.openStep({ course: 'c', module: 'm', step: 'one' });
    const later = model.openStep({ course: 'c', module: 'm', step: 'two' });

    answers[0]?.();
    await earlier;
    expect(isOpening()).toBe(true);

    model.dropOpening();
    expect(isOpening()).toBe(false);
    answers[1]?.();
    expect(await later).toBeNull();
  });

  it('asks for progress once more when a step was marked', async () => {
    const { api, known, model } = build();
    await model.load();
    const before = known.nRefreshed;

    await model.mark({ course: 'c', module: 'm', step: 'one' }, true);

    expect(api.asked).toContain('mark one true');
    expect(known.nRefreshed).toBe(before + 1);
  });

  it('knows through whose eyes it looks', async () => {
    const { api, model } = build();
    api.person = LEARNER;

    await model.load();

    expect([model.view.persona, model.view.isTrainer]).toEqual(['eva', false]);
  });
});

describe('the catalogue', () => {
  it('shows what a filter lets through, and how many there are', async () => {
    const { model } = build([summary('c', { level: 'beginner' }), summary('d')]);
    await model.load();

    model.setFilter({ ...NO_FILTER, level: 'beginner' });

    expect(keysOf(model)).toEqual(['c']);
    expect([model.view.catalogue.nMatching, model.view.catalogue.nCourses]).toEqual([1, 2]);
  });

  it('begins with the course used last, where there are several', async () => {
    const { last, model } = build([summary('c'), summary('d')]);
    last.set('owner', 'd');

    await model.load();

    expect(model.view.last?.key).toBe('d');
    expect(model.view.last?.outline?.kind).toBe('ready');
    expect(model.preferred).toBe('d');
  });

  it('remembers the course of the step that was opened', async () => {
    const { last, model } = build([summary('c'), summary('d')]);
    await model.load();
    expect(model.preferred).toBeNull();

    await model.openStep({ course: 'd', module: 'm', step: 'one' });

    expect(last.get('owner')).toBe('d');
  });

  it('forgets a course that is gone, and prefers the only one', async () => {
    const { last, model } = build();
    last.set('owner', 'gone');

    await model.load();

    expect(model.view.last).toBeNull();
    expect(model.preferred).toBe('c');
  });
});

describe('enrolment', () => {
  it('lets somebody into an open course who opens it', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false }), summary('d')]);
    api.person = LEARNER;
    await model.load();
    expect(api.asked).toEqual([]);

    await model.open('c');
    await model.open('c');

    expect(api.asked).toEqual(['enrol c null', 'course c']);
    expect(viewOf(model).enrolment).toBeNull();
  });

  it('asks for the code, says what is wrong with it, and opens with the right one', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false, enrolment_policy: 'code' })]);
    api.person = LEARNER;
    api.code = 'right one';
    await model.load();
    expect(viewOf(model).enrolment).toEqual({ policy: 'code', isSending: false, failure: null });
    expect(api.asked).toEqual([]);

    await model.enrol('c', 'wrong');
    expect(viewOf(model).enrolment?.failure).toContain('this is not the code');

    await model.enrol('c', 'right one');
    expect(viewOf(model).enrolment).toBeNull();
    expect(outlineOf(model).modules).toHaveLength(1);
  });

  it('does not read a course whose list somebody is not on', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false, enrolment_policy: 'list' })]);
    api.person = LEARNER;

    await model.load();

    expect(api.asked).toEqual([]);
    expect(viewOf(model).enrolment?.policy).toBe('list');
  });

  it('shows trainers any course', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false, enrolment_policy: 'list' })]);

    await model.load();

    expect(api.asked).toEqual(['course c']);
    expect(viewOf(model).enrolment).toBeNull();
  });
});
