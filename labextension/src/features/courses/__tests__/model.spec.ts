import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { ICourse, ICourses, IOpenedStep, IPerson } from '../../../api/types';
import { CoursesModel } from '../model';
import type { IOutline } from '../state';
import { course, FakeProgress, progress, step } from './fakes';

const OWNER: IPerson = {
  name: 'owner',
  display_name: 'You',
  roles: ['learner', 'trainer'],
  persona: null
};

class FakeApi {
  person = OWNER;
  failure: Error | null = null;
  keys = ['c'];
  content = course([step('one', ['a']), step('two', ['b'])]);

  me(): Promise<IPerson> {
    return Promise.resolve(this.person);
  }

  courses(): Promise<ICourses> {
    const summary = {
      title: nullTranslator.load('x').__('Course'),
      summary: '',
      language: 'en',
      level: null,
      medium: null,
      effort_min: null,
      tags: [],
      next_live_at: null,
      enrolment_policy: 'open' as const,
      is_enrolled: true,
      n_steps: 2,
      n_steps_done: 0,
      n_exercises: 2
    };
    const courses = this.keys.map(key => ({ key, ...summary, points: 0, max_points: 2 }));
    return this._answer({ courses, broken: [{ key: 'bad', problems: ['no title'] }] });
  }

  course(): Promise<ICourse> {
    return this._answer(this.content);
  }

  openStep(): Promise<IOpenedStep> {
    return this._answer({ path: 'courses/one.ipynb', is_new: true, kind: 'notebook' });
  }

  private async _answer<T>(answer: T): Promise<T> {
    return this.failure === null ? Promise.resolve(answer) : Promise.reject(this.failure);
  }
}

function build(): { api: FakeApi; known: FakeProgress; model: CoursesModel } {
  const api = new FakeApi();
  const known = new FakeProgress();
  const trans = nullTranslator.load('x');
  return { api, known, model: new CoursesModel({ api, progress: known, trans }) };
}

function outlineOf(model: CoursesModel): IOutline {
  const { courses } = model.view;
  const outline = courses.kind === 'ready' ? courses.value[0]?.outline : null;
  if (outline?.kind !== 'ready') {
    throw new Error(`the course is ${String(outline?.kind)}`);
  }
  return outline.value;
}

describe('CoursesModel', () => {
  it('is loading before it was asked for anything', () => {
    expect(build().model.view.courses.kind).toBe('loading');
  });

  it('opens the only course by itself, and not one of several', async () => {
    const { model } = build();
    await model.load();
    expect(outlineOf(model).next?.key.step).toBe('one');

    const several = build();
    several.api.keys = ['c', 'd'];
    await several.model.load();
    const { courses } = several.model.view;
    expect(courses.kind === 'ready' && courses.value.map(each => each.outline)).toEqual([
      null,
      null
    ]);
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

  it('shows new points and the next step as soon as progress has changed', async () => {
    const { known, model } = build();
    await model.load();

    known.set(progress({ 'one/a': 'passed', 'two/b': 'not_started' }));

    const { courses } = model.view;
    expect(courses.kind === 'ready' && courses.value[0]?.points).toBe(1);
    expect(outlineOf(model).next?.key.step).toBe('two');
    expect(outlineOf(model).modules[0]?.steps[0]?.exercises[0]?.state).toBe('passed');
  });

  it('forgets a course that was closed while it was being read', async () => {
    const { api, model } = build();
    api.keys = ['c', 'd'];
    await model.load();

    const opened = model.open('c');
    model.close('c');
    await opened;

    const { courses } = model.view;
    expect(courses.kind === 'ready' && courses.value[0]?.outline).toBeNull();
  });

  it('marks the step that is being opened until it is there', async () => {
    const { model } = build();
    await model.load();
    const marks: boolean[] = [];
    model.stateChanged.connect(() => {
      marks.push(outlineOf(model).modules[0]?.steps[1]?.isOpening ?? false);
    });

    const path = await model.openStep({ course: 'c', module: 'm', step: 'two' });

    expect(path).toBe('courses/one.ipynb');
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

  it('knows through whose eyes it looks', async () => {
    const { api, model } = build();
    api.person = { ...OWNER, name: 'eva', roles: ['learner'], persona: 'eva' };

    await model.load();

    expect(model.view.persona).toBe('eva');
    expect(model.view.isTrainer).toBe(false);
  });
});
