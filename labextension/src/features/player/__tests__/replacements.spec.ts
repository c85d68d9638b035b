import { beforeEach, describe, expect, it } from 'vitest';

import { outcomeWords } from '../words';
import {
  AWAY,
  course,
  FakeFile,
  FakeParts,
  key,
  module,
  refused,
  REPLACED,
  step,
  trans
} from './fakes';

const PATH = 'courses/c/m/a.ipynb';

let parts: FakeParts;
let file: FakeFile;

describe('Replacements', () => {
  beforeEach(() => {
    parts = new FakeParts();
    file = new FakeFile();
    parts.open.set(PATH, file);
  });

  it('saves what is open, takes no keys meanwhile, and shows what is on the disk then', async () => {
    await parts.replacements.replace(key(), 'reset');

    expect(file.done).toEqual(['freeze', 'save', 'reload', 'thaw']);
    expect(parts.api.replacements).toEqual(['reset']);
  });

  it('does nothing when what is open cannot be saved', async () => {
    file.canSave = false;
    const outcome = await parts.replacements.replace(key(), 'merge');

    expect(parts.api.replacements).toEqual([]);
    expect(file.done).toEqual(['freeze', 'save', 'thaw']);
    expect(outcome?.kind).toBe('unsaved');
    expect(outcome && outcomeWords(outcome, trans)).toContain('nothing was done');
  });

  it('works when the step is not open', async () => {
    parts.open.clear();
    const outcome = await parts.replacements.replace(key(), 'reset');

    expect(outcome?.kind).toBe('replaced');
  });

  it('says what the server refused, and leaves what is open alone', async () => {
    parts.api.replaced = refused(409);
    const outcome = await parts.replacements.replace(key(), 'merge');

    expect(file.done).toEqual(['freeze', 'save', 'thaw']);
    expect(outcome && outcomeWords(outcome, trans)).toBe(
      'The notebook was not brought up to date; it is as it was. The server says: it says no.'
    );
  });

  it('does not say that nothing was done when the answer was lost, and shows what is there', async () => {
    parts.api.replaced = AWAY;
    const outcome = await parts.replacements.replace(key(), 'merge');

    expect(outcome?.kind).toBe('lost');
    expect(file.done).toEqual(['freeze', 'save', 'reload', 'thaw']);
    const words = outcome && outcomeWords(outcome, trans);
    expect(words).toContain('The connection was lost before the server answered.');
    expect(words).not.toContain('it is as it was');
  });

  it('does nothing while the course cannot be read', async () => {
    parts.api.answer = AWAY;
    const outcome = await parts.replacements.replace(key(), 'reset');

    expect(outcome).toMatchObject({ kind: 'failed', error: AWAY });
    expect(parts.api.replacements).toEqual([]);
  });

  it('says so when the new file cannot be shown', async () => {
    file.canReload = false;
    const outcome = await parts.replacements.replace(key(), 'reset');

    expect(outcome && outcomeWords(outcome, trans)).toContain('Close this tab');
  });

  it('says what to do when more was typed before the answer came', async () => {
    file.isTyped = true;
    const outcome = await parts.replacements.replace(key(), 'reset');

    expect(outcome && outcomeWords(outcome, trans)).toContain(
      'What you wrote meanwhile is still in this tab, and not saved. Copy what you need of it'
    );
  });

  it('saves also a step that came into the course a moment ago', async () => {
    await parts.outlines.open('c');
    parts.api.answer = course([module('m', [step('new')])]);
    parts.open.set('courses/c/m/new.ipynb', file);
    parts.api.replaced = { ...REPLACED, path: 'courses/c/m/new.ipynb' };

    await parts.replacements.replace(key('new'), 'reset');

    expect(file.done).toEqual(['freeze', 'save', 'reload', 'thaw']);
  });

  it('does nothing where the course as it is known may be an old one', async () => {
    await parts.outlines.open('c');
    parts.api.answer = AWAY;
    await parts.outlines.refresh('c');

    const outcome = await parts.replacements.replace(key(), 'reset');

    expect(outcome).toMatchObject({ kind: 'failed', error: AWAY });
    expect(parts.api.replacements).toEqual([]);
  });

  it('does nothing with a step that the course no longer has', async () => {
    const outcome = await parts.replacements.replace(key('gone'), 'reset');

    expect(outcome && outcomeWords(outcome, trans)).toBe(
      'The step was not reset; your file is as it was. This step is no longer part of the course.'
    );
    expect(parts.api.replacements).toEqual([]);
  });

  it('lets go on with the file while the course is being read', async () => {
    await parts.outlines.open('c');
    parts.api.course = () => new Promise(() => undefined);

    await parts.replacements.replace(key(), 'reset');

    expect(file.done.slice(-1)).toEqual(['thaw']);
    expect(parts.replacements.underWay(key())).toBeNull();
  });

  it('does one at a time with the same step', async () => {
    const first = parts.replacements.replace(key(), 'reset');
    expect(await parts.replacements.replace(key(), 'reset')).toBeNull();
    await first;

    expect(parts.replacements.underWay(key())).toBeNull();
    expect(parts.api.replacements).toEqual(['reset']);
  });

  it('counts what an update brought and kept', async () => {
    parts.api.replaced = {
      path: PATH,
      kept_as: 'a (mine).ipynb',
      added: ['x', 'y', 'z'],
      removed: ['old'],
      n_answers: 2
    };
    const outcome = await parts.replacements.replace(key(), 'merge');

    expect(outcome && outcomeWords(outcome, trans)).toBe(
      '3 new cells. 1 cell is no longer part of the course; what you wrote in it stays. ' +
        'Your 2 answers were kept. Your copy as it was: a (mine).ipynb.'
    );
  });
});
