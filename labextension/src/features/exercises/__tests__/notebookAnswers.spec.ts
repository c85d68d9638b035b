import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookModel } from '@jupyterlab/notebook';
import { describe, expect, it } from 'vitest';

import { NotebookAccess } from '../notebookAnswers';

function answerCell(id: string, exercise: string, source: string): object {
  return {
    cell_type: 'code',
    id,
    source,
    outputs: [],
    execution_count: null,
    metadata: {
      nbgrader: { grade_id: id, solution: true, cell_type: 'code' },
      jupyter_hybrid: { exercise }
    }
  };
}

function open(): { access: NotebookAccess; model: NotebookModel } {
  const model = new NotebookModel();
  model.fromJSON({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      answerCell('one', 'sums', 'a = 1'),
      answerCell('two', 'sums', 'b = 2'),
      answerCell('other', 'means', 'c = 3')
    ]
  } as never);
  const panel = { model } as unknown as NotebookPanel;
  return { access: new NotebookAccess(panel), model };
}

describe('NotebookAccess', () => {
  it('reads the answers of one exercise', () => {
    const { access, model } = open();

    expect(access.answersOf('sums')).toEqual({ one: 'a = 1', two: 'b = 2' });
    model.dispose();
  });

  it('writes answers so that they can be undone, and those of no other exercise', () => {
    const { access, model } = open();

    const without = access.write('sums', { one: 'a = 9', other: 'c = 9' });

    expect(without).toEqual([]);
    expect([0, 1, 2].map(n => model.cells.get(n).sharedModel.getSource())).toEqual([
      'a = 9',
      'b = 2',
      'c = 3'
    ]);
    model.cells.get(0).sharedModel.undo();
    expect(model.cells.get(0).sharedModel.getSource()).toBe('a = 1');
    model.dispose();
  });
});
