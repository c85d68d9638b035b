import { describe, expect, it } from 'vitest';

import { HybridError } from '../../../api/errors';
import { readPoints } from '../state';
import { build, item } from './fakes';

function opened(model: ReturnType<typeof build>['model']): string | null {
  return model.answer?.kind === 'ready' ? model.answer.value.attempt : null;
}

describe('GradingModel', () => {
  it('saves what was seen with the points, and goes to the next answer that waits', async () => {
    const { model, stored, said, graded } = build([
      item('1'),
      item('2', null, 'bob'),
      item('3', 1)
    ]);
    await model.load();
    await model.open('1');

    model.type({ points: '1,5', comment: 'half' });
    await model.save();

    expect(stored).toEqual([
      ['1', { points: 1.5, comment: 'half', seen: { points: null, comment: '', graded_by: null } }]
    ]);
    expect(opened(model)).toBe('2');
    expect(said).toEqual(['Saved: 1.5 of 2 points. Next: Bob.']);
    expect(graded).toHaveBeenCalledWith('c');
  });

  it('returns to the list after the last one, and says so', async () => {
    const { model } = build([item('1')]);
    await model.load();
    await model.open('1');

    model.type({ points: '2' });
    await model.save();

    expect(model.answer).toBeNull();
    expect(model.note?.words).toBe('Saved: 2 of 2 points. Nothing else waits here.');
  });

  it('goes back to the one that was graded last', async () => {
    const { model } = build([item('1'), item('2')]);
    await model.load();
    await model.open('1');
    model.type({ points: '1' });
    await model.save();

    await model.previous();

    expect(opened(model)).toBe('1');
    expect(model.draft.points).toBe('1');
  });

  it.each(['', '3', '-1', 'many', '1e1'])('does not send “%s”', async points => {
    const { model, stored } = build([item('1')]);
    await model.load();
    await model.open('1');

    model.type({ points });
    await model.save();

    expect(stored).toEqual([]);
    expect(model.note?.words).toContain('from 0 to 2');
  });

  it('shows what somebody else gave and keeps what was typed', async () => {
    const { api, model } = build([item('1')]);
    await model.load();
    await model.open('1');
    model.type({ points: '2', comment: 'mine' });
    api.giveGrade.mockRejectedValueOnce(
      new HybridError('Tia gave 1 of 2 points meanwhile', 'conflict', 409)
    );

    await model.save();

    expect(model.note?.words).toContain('Tia gave 1 of 2 points meanwhile');
    expect(model.draft).toEqual({ points: '2', comment: 'mine' });
    expect(api.answerToGrade).toHaveBeenCalledTimes(2);
  });

  it('keeps what was typed where the server cannot be reached', async () => {
    const { api, model } = build([item('1')]);
    await model.load();
    await model.open('1');
    model.type({ points: '2' });
    api.giveGrade.mockRejectedValueOnce(new Error('gone'));

    await model.save();
    await model.back();
    await model.open('1');

    expect(model.draft.points).toBe('2');
    expect(model.isSaving).toBe(false);
  });

  it('asks without names where one grades blind', async () => {
    const { api, model } = build([item('1')]);
    await model.load();

    await model.filter({ isBlind: true });
    await model.open('1');

    expect(api.toGrade).toHaveBeenLastCalledWith('c', expect.objectContaining({ isBlind: true }));
    expect(api.answerToGrade).toHaveBeenLastCalledWith('c', '1', true);
  });

  it('counts what the filter lets through', async () => {
    const { model } = build([item('1'), item('2'), item('3', 1)]);
    await model.load();
    const waiting = model.total;

    await model.filter({ shown: 'all' });

    expect([waiting, model.total]).toEqual([2, 3]);
  });

  it('does not let an old answer of the server replace a newer one', async () => {
    const { api, model } = build([item('1')]);
    await model.load();
    let answerOld: () => void = () => undefined;
    api.toGrade.mockImplementationOnce(
      async () =>
        new Promise(resolve => {
          answerOld = () => {
            resolve({ items: [], exercises: [] });
          };
        })
    );
    const old = model.refresh();

    await model.refresh();
    answerOld();
    await old;

    expect(model.list.kind === 'ready' && model.list.value.items).toHaveLength(1);
  });
});

describe('readPoints', () => {
  it.each([
    ['1', 1],
    [' 0.5 ', 0.5],
    ['1,5', 1.5],
    ['.5', null],
    ['1.', null],
    ['Infinity', null],
    ['1 2', null]
  ])('reads %s', (text, points) => {
    expect(readPoints(text)).toBe(points);
  });
});
