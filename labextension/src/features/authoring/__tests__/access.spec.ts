import { CodeCellModel } from '@jupyterlab/cells';
import type { ISharedCodeCell } from '@jupyter/ydoc';
import { YNotebook } from '@jupyter/ydoc';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { describe, expect, it, vi } from 'vitest';

import { OpenNotebook, sourceCells, wrapSource, writeMetadata } from '../access';
import { toBlock } from '../roles';

function cellOf(notebook: YNotebook): CodeCellModel {
  const metadata = { tags: ['mine'], jupyter_hybrid: { limits: { cell_s: 5 } } };
  const shared = notebook.addCell({ cell_type: 'code', source: 'a\nb', metadata });
  notebook.clearUndoHistory();
  return new CodeCellModel({ sharedModel: shared as unknown as ISharedCodeCell });
}

const ANSWER = toBlock({ role: 'answer', id: 'a', points: 0 });

describe('writeMetadata', () => {
  it('changes only its own keys', () => {
    const cell = cellOf(YNotebook.create());

    writeMetadata(cell, { nbgrader: ANSWER });
    writeMetadata(cell, { hybrid: null });

    expect(cell.sharedModel.metadata).toEqual({ tags: ['mine'], nbgrader: ANSWER });
  });

  it('is undone in one step by Lab’s undo of the cell', () => {
    const cell = cellOf(YNotebook.create({ disableDocumentWideUndoRedo: true }));
    const before = cell.sharedModel.metadata;
    writeMetadata(cell, { nbgrader: ANSWER, hybrid: { hints: ['think'] } });

    cell.sharedModel.undo();

    expect(cell.sharedModel.metadata).toEqual(before);
  });

  it('is undone without what was typed right before', () => {
    const cell = cellOf(YNotebook.create({ disableDocumentWideUndoRedo: true }));
    cell.sharedModel.updateSource(0, 0, 'typed ');
    writeMetadata(cell, { nbgrader: ANSWER });

    cell.sharedModel.undo();

    expect(cell.sharedModel.getMetadata('nbgrader')).toBeUndefined();
    expect(cell.sharedModel.getSource()).toBe('typed a\nb');
  });

  it('is undone in one step by Lab’s undo of the notebook', () => {
    const notebook = YNotebook.create({ disableDocumentWideUndoRedo: false });
    const cell = cellOf(notebook);
    const before = cell.sharedModel.metadata;
    writeMetadata(cell, { nbgrader: ANSWER });

    notebook.undo();

    expect(cell.sharedModel.metadata).toEqual(before);
  });
});

describe('OpenNotebook', () => {
  it.each([
    { isDirty: false, isWritable: true, isSaved: true },
    { isDirty: true, isWritable: true, isSaved: true },
    { isDirty: false, isWritable: false, isSaved: false }
  ])('is saved whenever it may differ from its file: %j', async given => {
    const save = vi.fn(() => Promise.resolve());
    const context = { save, contentsModel: { writable: given.isWritable } };
    const panel = { context, model: { dirty: given.isDirty } };

    await new OpenNotebook(panel as unknown as NotebookPanel).save();

    expect(save).toHaveBeenCalledTimes(given.isSaved ? 1 : 0);
  });
});

describe('wrapSource', () => {
  it('puts the markers in and is undone in one step', () => {
    const cell = cellOf(YNotebook.create({ disableDocumentWideUndoRedo: true }));

    expect(wrapSource(cell, { start: 2, end: 3 }, 'HIDDEN TESTS')).toBe(true);
    expect(sourceCells([cell])[0].source).toBe(
      'a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS'
    );
    expect(wrapSource(cell, { start: 0, end: 0 }, 'SOLUTION')).toBe(false);
    cell.sharedModel.undo();

    expect(sourceCells([cell])[0].source).toBe('a\nb');
  });
});
