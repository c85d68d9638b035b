import type { Notebook } from '@jupyterlab/notebook';
import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';

import type { IPointer } from '../../../api/live/frames';

const SAMPLE_MS = 100;

/** Calls `onMove` with the place of the presenter, at most ten times a second and only if it changed. */
export function watchPointer(notebook: Notebook, onMove: (pointer: IPointer) => void): IDisposable {
  let last = '';
  const sample = (): void => {
    const pointer = readPointer(notebook);
    const text = JSON.stringify(pointer);
    if (pointer !== null && text !== last) {
      last = text;
      onMove(pointer);
    }
  };
  sample();
  const timer = window.setInterval(sample, SAMPLE_MS);
  return new DisposableDelegate(() => {
    window.clearInterval(timer);
  });
}

function readPointer({ activeCell, mode }: Notebook): IPointer | null {
  if (activeCell === null) {
    return null;
  }
  const caret = mode === 'edit' ? activeCell.editor?.getCursorPosition() : undefined;
  return { cell: activeCell.model.id, line: caret?.line ?? null, col: caret?.column ?? null };
}
