import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { ICourses } from '../../../api/types';
import { build, keysOf, LEARNER, outlineOf, viewOf } from './fakeModel';
import { summary } from './fakes';

const GONE = new NetworkError('fetch failed');
const GONE_WORDS = 'The server cannot be reached.';

describe('reading the courses anew', () => {
  it('keeps the courses and what is in them where the server is gone, and says so', async () => {
    const { api, model } = build();
    await model.load();
    api.failure = GONE;

    await model.refresh();

    expect(keysOf(model)).toEqual(['c']);
    expect(outlineOf(model).modules).toHaveLength(1);
    expect(model.view.failure).toBe(GONE_WORDS);

    api.failure = null;
    await model.refresh();
    expect(model.view.failure).toBeNull();
  });

  it('keeps what is in a course that alone cannot be read, and reads it at the next try', async () => {
    const { api, model } = build();
    await model.load();
    api.contentFailure = GONE;

    await model.refresh();
    expect(outlineOf(model).modules).toHaveLength(1);
    expect([model.view.failure, viewOf(model).failure]).toEqual([null, GONE_WORDS]);

    api.contentFailure = null;
    await model.read('c');
    expect(viewOf(model).failure).toBeNull();
  });

  it('leaves a course closed that somebody closed since', async () => {
    const { model } = build();
    await model.load();

    model.close('c');
    await model.refresh();

    expect(viewOf(model).isOpen).toBe(false);
  });

  it('shows the newest list, however late an older one comes', async () => {
    const { api, model } = build();
    const answers: ((courses: ICourses) => void)[] = [];
    api.courses = async () => new Promise(resolve => answers.push(resolve));
    const asked = [model.refresh(), model.refresh()];

    answers[1]?.({ courses: [summary('new'), summary('other')], broken: [] });
    await asked[1];
    answers[0]?.({ courses: [summary('old'), summary('other')], broken: [] });
    await asked[0];

    expect(keysOf(model)).toEqual(['new', 'other']);
  });
});

describe('a start without a server', () => {
  it('begins anew as soon as the courses are wanted again', async () => {
    const { api, model } = build();
    api.failure = GONE;
    await model.load();

    api.failure = null;
    await model.load();

    expect(viewOf(model).isOpen).toBe(true);
    expect(outlineOf(model).modules).toHaveLength(1);
  });

  it('begins as usual at a retry, and once only', async () => {
    const { api, last, model } = build([summary('c'), summary('d')]);
    last.set('owner', 'd');
    api.failure = GONE;
    await model.load();

    api.failure = null;
    await model.refresh();
    expect(model.view.last?.outline?.kind).toBe('ready');

    await model.load();
    expect(api.asked).toEqual(['course d']);
  });

  it('lets somebody into the open course that they asked for meanwhile', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false }), summary('d')]);
    api.person = LEARNER;
    api.failure = GONE;
    await model.load();
    await model.open('c');

    api.failure = null;
    await model.refresh();

    expect(outlineOf(model).modules).toHaveLength(1);
    expect(api.asked).toEqual(['course c', 'enrol c null', 'course c']);
  });
});

describe('somebody who was taken off a course', () => {
  it('is asked for the code again', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false, enrolment_policy: 'code' })]);
    api.person = LEARNER;
    api.code = 'right one';
    await model.load();
    await model.enrol('c', 'right one');
    const nAsked = api.asked.length;

    await model.refresh();

    expect(viewOf(model).enrolment).toEqual({ policy: 'code', isSending: false, failure: null });
    expect(api.asked).toHaveLength(nAsked);

    await model.enrol('c', 'right one');
    expect(outlineOf(model).modules).toHaveLength(1);
  });

  it('comes back into an open course by a retry', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false }), summary('d')]);
    api.person = LEARNER;
    await model.load();
    await model.open('c');
    api.contentFailure = new HybridError('no learner', 'not_allowed', 403);
    await model.refresh();
    expect(viewOf(model).failure).toContain('no learner');

    api.contentFailure = null;
    await model.read('c');

    expect(api.asked.slice(-2)).toEqual(['enrol c null', 'course c']);
    expect(viewOf(model).failure).toBeNull();
  });

  it('is not meant by a list that was asked for before they came in', async () => {
    const { api, model } = build([summary('c', { is_enrolled: false }), summary('d')]);
    api.person = LEARNER;
    await model.load();
    let answer: () => void = () => undefined;
    const { list } = api;
    api.courses = async () => {
      await new Promise<void>(resolve => (answer = resolve));
      return { courses: list, broken: [] };
    };
    const refreshed = model.refresh();
    await model.open('c');

    answer();
    await refreshed;

    expect(model.preferred).toBeNull();
    expect(outlineOf(model).modules).toHaveLength(1);
    await model.read('c');
    expect(api.asked.filter(each => each.startsWith('enrol'))).toHaveLength(1);
  });
});
