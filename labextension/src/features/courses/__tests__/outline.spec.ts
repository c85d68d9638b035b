import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { IModule, IStep } from '../../../api/types';
import { countDone, outline } from '../outline';
import type { IOutline, IStepView } from '../state';
import { course, next, progress, step, stepProgress } from './fakes';

const trans = nullTranslator.load('x');
const TWO = course([step('one', ['a', 'b']), step('two', ['c'])]);

function moduleOf(key: string, steps: IStep[], requires: string[] = []): IModule {
  return { key, title: trans.__('Module %1', key), requires, due_at: null, steps };
}

function stepsOf({ modules }: IOutline): readonly IStepView[] {
  return modules.flatMap(({ steps }) => steps);
}

describe('outline', () => {
  it('goes on where the server says, for its reason', () => {
    const known = progress(
      {},
      { next: next('two', { reason: 'due', due_at: '2026-11-23T18:00:00Z' }) }
    );

    const view = outline(TWO, known, null);

    expect(view.next?.step.key).toEqual({ course: 'c', module: 'm', step: 'two' });
    expect([view.next?.reason, view.next?.dueAt]).toEqual(['due', '2026-11-23T18:00:00Z']);
    expect(view.modules[0]?.steps.map(({ isNext }) => isNext)).toEqual([false, true]);
  });

  it('has nothing to go on with while nobody has said', () => {
    expect(outline(TWO, null, null).next).toBeNull();
    expect(outline(TWO, progress({}, { next: next('gone') }), null).next).toBeNull();
  });

  it('knows what is done, begun and not started', () => {
    const known = progress(
      { 'two/c': 'tried' },
      { steps: [stepProgress('one', { is_done: true }), stepProgress('two')] }
    );
    const three = course([...TWO.modules.flatMap(({ steps }) => steps), step('three', [])]);

    const view = outline(three, known, null);

    expect(view.modules[0]?.steps.map(({ state }) => state)).toEqual([
      'done',
      'begun',
      'not_started'
    ]);
    expect(view.modules[0]?.nDone).toBe(1);
  });

  it('takes a step that was only seen for begun', () => {
    const known = progress(
      {},
      { steps: [stepProgress('one', { seen_at: '2026-11-17T10:00:00Z' })] }
    );

    const [first] = stepsOf(outline(TWO, known, null));

    expect([first.state, first.seenAt]).toEqual(['begun', '2026-11-17T10:00:00Z']);
  });

  it('adds the points of a step’s exercises up', () => {
    const known = progress({ 'one/a': 'passed', 'one/b': 'given_up' });

    const [first] = stepsOf(outline(TWO, known, null));

    expect([first.points, first.maxPoints]).toEqual([1, 2]);
    expect(first.exercises.map(({ state }) => state)).toEqual(['passed', 'given_up']);
  });

  it('does not mix up exercises of the same name in two steps', () => {
    const same = course([step('one', ['a']), step('two', ['a'])]);

    const steps = stepsOf(outline(same, progress({ 'one/a': 'passed' }), null));

    expect(steps.map(({ points }) => points)).toEqual([1, 0]);
  });

  it('says of required modules whether they are done', () => {
    const path = {
      ...TWO,
      modules: [
        moduleOf('m', [step('one', [])]),
        moduleOf('n', [step('two', [])]),
        moduleOf('o', [], ['m', 'n', 'gone'])
      ]
    };
    const known = progress({}, { steps: [stepProgress('one', { is_done: true })] });

    const last = outline(path, known, null).modules[2];

    expect(last.requires).toEqual([
      { key: 'm', title: trans.__('Module m'), isDone: true },
      { key: 'n', title: trans.__('Module n'), isDone: false }
    ]);
  });
});

describe('countDone', () => {
  it('counts done steps where somebody has said', () => {
    const steps = [stepProgress('one', { is_done: true }), stepProgress('two')];

    expect(countDone(progress({}, { steps }))).toBe(1);
    expect(countDone(null)).toBeNull();
  });
});
