import { beforeEach, describe, expect, it } from 'vitest';

import { announceEvents, announceNotices, sayOnceAtATime } from '../announcements';
import { AWAY, FakeParts, key, NEWER, refused, trans } from './fakes';

let parts: FakeParts;
let said: string[];
const say = (sentence: string): void => void said.push(sentence);

describe('announcements', () => {
  beforeEach(() => {
    parts = new FakeParts();
    said = [];
    announceEvents(parts.marks, parts.replacements, trans, say);
  });

  it('say that a step is done, and that it is not', async () => {
    await parts.marks.put(key(), { is_done: true });
    await parts.marks.put(key(), { is_done: false });

    expect(said).toEqual(['The step is marked as done.', 'The step is no longer marked as done.']);
  });

  it('say once that the server is away, and when the mark has arrived', async () => {
    parts.api.markAnswer = AWAY;
    await parts.marks.put(key(), { is_done: true });
    await parts.clock.pass(1_000);
    await parts.clock.pass(2_000);
    expect(said).toEqual([expect.stringContaining('Your mark is kept here')]);

    parts.api.markAnswer = null;
    await parts.clock.pass(60_000);

    expect(said.slice(1)).toEqual(['The step is marked as done.']);
  });

  it('are silent about positions', async () => {
    await parts.marks.put(key(), { cell: 'x' });

    expect(said).toEqual([]);
  });

  it('say what became of a reset', async () => {
    await parts.replacements.replace(key(), 'reset');

    expect(said).toEqual([expect.stringContaining('Your copy is kept as')]);
  });

  it('say once each thing that one should know', async () => {
    const model = await parts.model({ release: NEWER });
    announceNotices(model, say);
    await parts.outlines.refresh('c');
    parts.api.answer = refused(404);
    await parts.outlines.refresh('c');

    expect(said).toEqual([
      'A newer version of this notebook exists. Your answers stay.',
      'This course is no longer offered here. Your notebook is yours.'
    ]);
  });

  it('say once what several open steps have to say at the same moment', async () => {
    const sayOnce = sayOnceAtATime(say);
    announceNotices(await parts.model(), sayOnce);
    announceNotices(await parts.model({ step: key('b') }), sayOnce);
    parts.api.answer = refused(404);
    await parts.outlines.refresh('c');
    expect(said).toHaveLength(1);

    announceNotices(await parts.model(), sayOnce);

    expect(said).toHaveLength(2);
  });
});
