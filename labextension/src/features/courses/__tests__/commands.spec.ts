import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { describe, expect, it } from 'vitest';

import type { IOpenedStep, IStep } from '../../../api/types';
import type { ICourseCommandsOptions } from '../commands';
import { addCourseCommands, enrol } from '../commands';
import { OPEN_COURSE_HOME, OPEN_COURSES, OPEN_STEP } from '../tokens';
import { step } from './fakes';

const STEP = { course: 'c', module: 'm', step: 'one' };

const OPENED: IOpenedStep = { path: 'courses/one.md', is_new: true, kind: 'reading' };

interface IKnown {
  readonly preferred?: string | null;
  readonly known?: IStep;
  readonly opened?: IOpenedStep;
}

function build(more: IKnown = {}) {
  const done: string[] = [];
  const known = more.known ?? step('one', []);
  const model: ICourseCommandsOptions['model'] = {
    preferred: more.preferred ?? null,
    load: () => Promise.resolve(),
    open: course => Promise.resolve(void done.push(`open ${course}`)),
    step: () => known,
    openStep: () => Promise.resolve(more.opened ?? null),
    dropOpening: () => done.push('drop'),
    mark: () => Promise.resolve(),
    enrol: (_, code) => Promise.resolve(code === 'right')
  };
  const commands = new CommandRegistry();
  addCourseCommands(commands, {
    model,
    trans: nullTranslator.load('x'),
    showPanel: () => done.push('panel'),
    showHome: course => done.push(`home ${course}`),
    showLiveStep: step => done.push(`live ${step.step}`),
    openDocument: ({ path, kind }: IOpenedStep) => done.push(`${kind} ${path}`),
    say: sentence => done.push(sentence)
  });
  return { commands, done, model };
}

describe('the course commands', () => {
  it('open the panel at a course', async () => {
    const { commands, done } = build();

    await commands.execute(OPEN_COURSES, { course: 'c' });

    expect(done).toContain('panel');
    expect(done).toContain('open c');
  });

  it('open a step’s document, and say so', async () => {
    const { commands, done } = build({ opened: OPENED });

    await commands.execute(OPEN_STEP, STEP);

    expect(done).toEqual(['reading courses/one.md', 'Opened: Step one']);
  });

  it('open no document once another step was asked for', async () => {
    const { commands, done } = build();

    await commands.execute(OPEN_STEP, STEP);

    expect(done).toEqual([]);
  });

  it('show the page of a live step, which has nothing to open, and no document over it', async () => {
    const { commands, done } = build({ known: { ...step('one', []), kind: 'live' } });

    await commands.execute(OPEN_STEP, STEP);

    expect(done).toEqual(['drop', 'live one']);
  });

  it('take no step whose address is none', () => {
    const { commands } = build();

    expect(commands.isEnabled(OPEN_STEP, { ...STEP, step: '../x' })).toBe(false);
    expect(commands.isEnabled(OPEN_STEP, STEP)).toBe(true);
  });

  it('open the home of the course used last where none is named', async () => {
    const { commands, done } = build({ preferred: 'python' });

    await commands.execute(OPEN_COURSE_HOME);
    await commands.execute(OPEN_COURSE_HOME, { course: 'sql' });

    expect(done).toEqual(['home python', 'home sql']);
  });

  it('say that somebody got into a course, and only then', async () => {
    const { done, model } = build();
    const say = (sentence: string): unknown => done.push(sentence);

    await enrol('c', 'wrong', { model, trans: nullTranslator.load('x'), say });
    expect(done).toEqual([]);

    await enrol('c', 'right', { model, trans: nullTranslator.load('x'), say });
    expect(done).toEqual(['You take this course now.']);
  });

  it('open the panel where no course was used yet', async () => {
    const { commands, done } = build();

    await commands.execute(OPEN_COURSE_HOME);

    expect(done[0]).toBe('panel');
  });
});
