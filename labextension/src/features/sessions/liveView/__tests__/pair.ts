import { YCodeCell, YNotebook } from '@jupyter/ydoc';
import type { ISharedCodeCell } from '@jupyter/ydoc';
import { CodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import * as Y from 'yjs';

import { LiveYNotebook } from '../document';

/** A presenter's notebook and a learner's copy; every change goes over at once. */
export class Pair {
  readonly theirs = new YNotebook();
  readonly ours = new LiveYNotebook();

  constructor() {
    this.theirs.ydoc.on('update', (update: Uint8Array) => {
      Y.applyUpdate(this.ours.ydoc, update, this);
    });
    Y.applyUpdate(this.ours.ydoc, Y.encodeStateAsUpdate(this.theirs.ydoc), this);
  }

  /** Let the presenter have a code cell with these outputs; gives their cell and our model of it. */
  addCodeCell(outputs: IOutput[] = []): { cell: YCodeCell; model: CodeCellModel } {
    const cell = this.theirs.addCell({ cell_type: 'code', source: 'x = 1', outputs });
    const ours = this.ours.cells[this.ours.cells.length - 1] as ISharedCodeCell;
    if (!(cell instanceof YCodeCell)) {
      throw new Error('a code cell was asked for');
    }
    return { cell, model: new CodeCellModel({ sharedModel: ours }) };
  }
}

/** A stream output, as the kernel makes it. */
export function stdout(text: string): IOutput {
  return { output_type: 'stream', name: 'stdout', text };
}

/** An output with one representation. */
export function shows(mime: string, content: string, metadata = {}): IOutput {
  return { output_type: 'display_data', data: { [mime]: content }, metadata };
}
