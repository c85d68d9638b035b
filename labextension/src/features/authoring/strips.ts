import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';
import { PanelLayout } from '@lumino/widgets';

interface IPlacedStrip {
  readonly cell: Cell;
  readonly strip: Widget;
}

/**
 * Keeps one strip under each cell that has something to say.
 *
 * A strip is a child of its cell's own layout: it scrolls, moves, and is disposed of with the cell,
 * and nothing of it reaches the document.
 */
export class CellStrips implements IDisposable {
  constructor(
    private readonly _notebook: Pick<Notebook, 'widgets'>,
    private readonly _createStrip: (cell: string) => Widget
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Put strips under the cells of these ids and take the others away. */
  place(wanted: ReadonlySet<string>): void {
    const widgets = new Map(this._notebook.widgets.map(cell => [cell.model.id, cell]));
    for (const [id, { strip, cell }] of this._placed) {
      if (strip.isDisposed || !wanted.has(id) || cell !== widgets.get(id)) {
        strip.dispose();
        this._placed.delete(id);
      }
    }
    for (const id of wanted) {
      const cell = widgets.get(id);
      if (cell !== undefined && !this._placed.has(id)) {
        this._put(id, cell);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._placed.forEach(({ strip }) => {
      strip.dispose();
    });
    this._placed.clear();
  }

  private _put(id: string, cell: Cell): void {
    const strip = this._createStrip(id);
    this._placed.set(id, { cell, strip });
    // A cell that was never in view has no content yet, and would put it below the strip.
    void cell.ready.then(() => {
      if (!strip.isDisposed && !cell.isDisposed && cell.layout instanceof PanelLayout) {
        cell.layout.addWidget(strip);
      }
    });
  }

  private readonly _placed = new Map<string, IPlacedStrip>();
  private _isDisposed = false;
}
