import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { IClock } from '../../shared/clock';
import { PositionPace } from './position';

export interface INotebookPositionOptions {
  /** Id of the cell where one was last, or null. */
  readonly cell: string | null;
  readonly clock: IClock;
  readonly tell: (cell: string, isLeaving: boolean) => void;
  /** Called with the number of the cell where it goes on, from 1. */
  readonly onResumed: (position: number) => void;
}

/** Goes on in a notebook where one was last, once, and keeps that up to date from then on. */
export class NotebookPosition implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    options: INotebookPositionOptions
  ) {
    this._pace = new PositionPace(options.clock, options.cell, options.tell);
    const position = this._resume(options.cell);
    if (position !== null) {
      options.onResumed(position);
    }
    _panel.content.activeCellChanged.connect((_, cell) => {
      if (cell !== null) {
        this._pace.moved(cell.model.id);
      }
    }, this);
    const id = _panel.content.activeCell?.model.id;
    if (id !== undefined) {
      this._pace.moved(id);
    }
  }

  get isDisposed(): boolean {
    return this._pace.isDisposed;
  }

  /** The window may be gone in a moment. */
  leave(): void {
    this._pace.leave();
  }

  dispose(): void {
    Signal.clearData(this);
    this._pace.dispose();
  }

  /** Activate a cell and bring it into view, unless somebody is elsewhere already. */
  private _resume(cell: string | null): number | null {
    const { content } = this._panel;
    const index = content.widgets.findIndex(({ model }) => model.id === cell);
    if (index < 1 || content.activeCellIndex > 0 || content.mode === 'edit') {
      return null;
    }
    content.activeCellIndex = index;
    content.scrollToItem(index, 'smart').catch((error: unknown) => {
      // A later wish to scroll takes the place of this one.
      console.debug('jupyter-hybrid: not scrolled to the cell', error);
    });
    return index + 1;
  }

  private readonly _pace: PositionPace;
}
