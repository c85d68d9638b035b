import { YNotebook } from '@jupyter/ydoc';
import { NotebookModel } from '@jupyterlab/notebook';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';

import { Pair, stdout } from './pair';

describe('LiveYNotebook', () => {
  it('takes what the room sends', () => {
    const { theirs, ours } = new Pair();

    theirs.addCell({ cell_type: 'markdown', source: '# Title' });

    expect(ours.cells.map(cell => cell.getSource())).toEqual(['# Title']);
  });

  it('takes nothing from its own page', () => {
    const { theirs, ours } = new Pair();
    theirs.addCell({ cell_type: 'code', source: 'x = 1' });
    const before = Y.encodeStateAsUpdate(ours.ydoc);

    ours.cells[0].setSource('x = 2');
    ours.cells[0].setMetadata({ collapsed: true });
    ours.addCell({ cell_type: 'code' });
    ours.deleteCell(0);
    ours.setMetadata('name', 'mine');
    ours.undo();

    expect(Y.encodeStateAsUpdate(ours.ydoc)).toEqual(before);
  });

  it('stays as it is while models of its cells show outputs', () => {
    const pair = new Pair();
    const model = new NotebookModel({ sharedModel: pair.ours, collaborationEnabled: true });
    const { cell } = pair.addCodeCell([stdout('a\n')]);

    cell.setOutputs([stdout('b\n'), stdout('c\n')]);

    expect(pair.ours.toJSON()).toEqual(pair.theirs.toJSON());
    model.dispose();
  });

  it('would take it, did the gate not exist', () => {
    const open = new YNotebook();

    open.addCell({ cell_type: 'code' });

    expect(open.cells).toHaveLength(1);
    open.dispose();
  });
});
