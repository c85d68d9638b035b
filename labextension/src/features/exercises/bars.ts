import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';
import { PanelLayout } from '@lumino/widgets';

import type { INotebookAnswers } from './answers';

/** The id of the cell under which each exercise's bar belongs: that of its last answer. */
export function barCells(found: INotebookAnswers): Map<string, string> {
  const cells = new Map<string, string>();
  for (const { cell, exercise } of found.cells) {
    if (exercise !== null) {
      cells.set(exercise, cell);
    }
  }
  return cells;
}

interface IPlacedBar {
  readonly cell: Cell;
  readonly bar: Widget;
}

/**
 * Keeps one bar under the last answer cell of each exercise of a notebook.
 *
 * A bar is a child of its cell's own layout: it scrolls, moves, and is disposed of with the cell,
 * and nothing of it reaches the document.
 */
export class ExerciseBars implements IDisposable {
  constructor(
    private readonly _notebook: Notebook,
    private readonly _createBar: (exercise: string) => Widget
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Put bars where they belong now and take the others away. */
  place(found: INotebookAnswers): void {
    const wanted = barCells(found);
    const widgets = new Map(this._notebook.widgets.map(cell => [cell.model.id, cell]));
    for (const [exercise, { bar, cell }] of this._placed) {
      if (bar.isDisposed || cell !== widgets.get(wanted.get(exercise) ?? '')) {
        bar.dispose();
        this._placed.delete(exercise);
      }
    }
    for (const [exercise, id] of wanted) {
      const cell = widgets.get(id);
      if (cell !== undefined && !this._placed.has(exercise)) {
        this._put(exercise, cell);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._placed.forEach(({ bar }) => {
      bar.dispose();
    });
    this._placed.clear();
  }

  private _put(exercise: string, cell: Cell): void {
    const bar = this._createBar(exercise);
    this._placed.set(exercise, { cell, bar });
    // A cell that was never in view has no content yet, and would put it below the bar.
    void cell.ready.then(() => {
      if (!bar.isDisposed && !cell.isDisposed && cell.layout instanceof PanelLayout) {
        cell.layout.addWidget(bar);
      }
    });
  }

  private readonly _placed = new Map<string, IPlacedBar>();
  private _isDisposed = false;
}
