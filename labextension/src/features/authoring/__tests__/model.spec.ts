import { describe, expect, it, vi } from 'vitest';

import { snapshot } from '../placement';
import { dryRunSpoken } from '../words';
import { build, cell, dryRunOf, marked, message, trans } from './fakes';

describe('AuthoringModel', () => {
  it('makes a plain cell an answer and the next one its tests', () => {
    const cells = [cell('a', { source: 'def mean(x): ...' }), cell('b')];
    const { model, notebook } = build(cells);

    model.setRole('a', 'answer');
    model.setRole('b', 'tests');

    expect(notebook.at('a').nbgrader).toMatchObject({ solution: true, grade_id: 'mean' });
    expect(notebook.at('b').nbgrader).toMatchObject({ grade_id: 'test_mean', points: 1 });
    expect(model.counterpart('a', 'tests')).toBe('b');
  });

  it('keeps id, points and hints while somebody looks through the roles', () => {
    const hybrid = { hints: ['think'], limits: { cell_s: 5 } };
    const { model, notebook } = build([marked('m', 'manual', { hybrid })]);
    const before = notebook.at('m').nbgrader;

    model.setRole('m', 'none');
    expect(notebook.at('m').nbgrader).toBeUndefined();
    expect(notebook.at('m').hybrid).toEqual({ limits: { cell_s: 5 } });
    model.setRole('m', 'locked');
    model.setRole('m', 'manual');

    expect(notebook.at('m').nbgrader).toEqual({ ...(before as object), points: 2 });
    expect(notebook.at('m').hybrid).toEqual(hybrid);
  });

  it('brings hints back with the role', () => {
    const { model, notebook } = build([marked('a', 'answer', { hybrid: { hints: ['think'] } })]);

    model.setRole('a', 'none');
    expect(notebook.at('a').hybrid).toBeUndefined();
    model.setRole('a', 'answer');

    expect(notebook.at('a').hybrid).toEqual({ hints: ['think'] });
  });

  it('does not bring back a hint that was removed', () => {
    const hybrid = { hints: ['the answer is 42'] };
    const { model, notebook } = build([marked('a', 'answer', { hybrid })]);

    model.setRole('a', 'manual');
    model.setSettings('a', { hints: [] });
    for (const role of ['answer', 'none', 'answer', 'locked', 'manual'] as const) {
      model.setRole('a', role);
      expect(notebook.at('a').hybrid).toBeUndefined();
    }
  });

  it('suggests another id for another role, but keeps one that somebody chose', () => {
    const { model, notebook } = build([cell('a'), marked('mine', 'answer')]);

    model.setRole('a', 'answer');
    model.setRole('a', 'locked');
    model.setRole('mine', 'locked');

    expect(notebook.at('a').nbgrader).toMatchObject({ grade_id: 'read_only' });
    expect(notebook.at('mine').nbgrader).toMatchObject({ grade_id: 'mine' });
  });

  it('does not take an id that another cell has', () => {
    const { model, notebook } = build([marked('a', 'answer'), marked('b', 'tests')]);

    expect(model.setId('b', 'a')).toBe(false);
    expect(model.setId('b', 'c')).toBe(true);

    expect(notebook.at('b').nbgrader).toMatchObject({ grade_id: 'c', points: 2 });
  });

  it('writes points and settings beside all else', () => {
    const { model, notebook } = build([marked('t', 'tests', { hybrid: { imports: ['numpy'] } })]);

    model.setPoints('t', 0.5);
    model.setSettings('t', { attempts: 4 });

    expect(notebook.at('t').nbgrader).toMatchObject({ points: 0.5, grade_id: 't' });
    expect(notebook.at('t').hybrid).toEqual({ imports: ['numpy'], attempts: 4 });
  });

  it('writes nothing when it only looks', () => {
    const cells = [marked('a', 'answer'), marked('t', 'tests'), cell('x')];
    const { model, notebook } = build(cells);

    model.refresh();
    model.setMessages([message({ cell: 3 })], snapshot(cells));
    expect(model.active?.exercise).toBe('a');
    expect([...model.strips.keys()]).toEqual(['a', 't', 'x']);

    expect(notebook.cells).toBe(cells);
  });

  it('drops what lint said of a cell once that cell changes', () => {
    const cells = [marked('a', 'answer'), marked('t', 'tests')];
    const { model } = build(cells);
    model.setMessages([message({ cell_id: 't' }), message({ cell_id: 'a' })], snapshot(cells));

    model.setPoints('t', 5);

    expect(model.strips.get('t')?.messages).toHaveLength(0);
    expect(model.strips.get('a')?.messages).toHaveLength(1);
  });

  it('shows a dry run at the last tests until a cell of the exercise changes', async () => {
    const cells = [marked('a', 'answer'), marked('t', 'tests'), marked('b', 'answer')];
    const { model, notebook } = build(cells, () => Promise.resolve([dryRunOf('a')]));

    const running = model.dryRuns.run('a');
    expect(model.active?.isDryRunning).toBe(true);
    await running;

    expect(notebook.nSaves).toBe(1);
    expect(model.strips.get('t')?.dryRun).toEqual({ kind: 'done', result: dryRunOf('a') });
    model.setPoints('t', 3);
    expect(model.strips.get('t')?.dryRun).toBeNull();
  });

  it('says why a dry run could not be made', async () => {
    const cells = [marked('a', 'answer'), marked('t', 'tests')];
    const error = new Error('no kernel');
    const { model } = build(cells, () => Promise.reject(error));

    await model.dryRuns.run('a');

    expect(model.strips.get('t')?.dryRun).toEqual({ kind: 'failed', error });
  });

  it('forgets a dry run when code changes that is run before its tests, but no other', async () => {
    const cells = [cell('setup'), marked('a', 'answer'), marked('t', 'tests'), cell('after')];
    const { model, notebook } = build(cells, () => Promise.resolve([dryRunOf('a')]));
    const edit = (edited: string): void => {
      notebook.cells = notebook.cells.map(each =>
        each.id === edited ? { ...each, source: 'raise SystemExit' } : each
      );
    };
    await model.dryRuns.run('a');

    edit('after');
    expect(model.dryRuns.get('a')?.kind).toBe('done');
    edit('setup');

    expect(model.dryRuns.get('a')).toBeNull();
  });

  it('runs nothing that did not reach the disk, and does not blame the server', async () => {
    const dryRun = vi.fn(() => Promise.resolve([dryRunOf('a')]));
    const { model, notebook } = build([marked('a', 'answer'), marked('t', 'tests')], dryRun);
    notebook.save = () => Promise.reject(new Error('No space left on device'));

    const state = await model.dryRuns.run('a');

    expect(dryRun).not.toHaveBeenCalled();
    expect(state && dryRunSpoken(trans, state)).toBe(
      'The notebook was not saved, so nothing was run. What you wrote is still in this window; save it, and try again.'
    );
  });

  it('offers a dry run only where tests grade an answer', () => {
    const { model, notebook } = build([
      marked('a', 'answer'),
      marked('t', 'tests'),
      marked('m', 'manual'),
      cell('x')
    ]);
    const canRun = (id: string): boolean => {
      notebook.activeId = id;
      return model.active?.canDryRun === true;
    };

    expect(['a', 't', 'm', 'x'].map(canRun)).toEqual([true, true, false, false]);
  });
});
