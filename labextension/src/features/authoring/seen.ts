import type { DocumentRegistry } from '@jupyterlab/docregistry';

import type { ISourceNotebook } from './access';
import type { Snapshot } from './placement';
import { snapshot } from './placement';

/** The cells of a notebook as they were on the disk when each check of its course began. */
export class SeenCells {
  constructor(
    private readonly _notebook: Pick<ISourceNotebook, 'cells'>,
    /** Whether the server writes the notebook without being asked to. */
    private readonly _isShared: () => boolean
  ) {
    this._saved = snapshot(_notebook.cells);
  }

  /** A save of the notebook began or is over. */
  onSave(state: DocumentRegistry.SaveState): void {
    if (state === 'started') {
      // What is typed while the file is written is not in it.
      this._saving = snapshot(this._notebook.cells);
    } else if (state === 'completed') {
      this._saved = this._saving;
    }
  }

  /** A check of that number begins. */
  onCheck(number: number): void {
    this._seen.set(number, this._isShared() ? snapshot(this._notebook.cells) : this._saved);
  }

  /** What a check saw, or null if it began before the notebook was open; forgets older ones. */
  of(number: number): Snapshot | null {
    for (const each of [...this._seen.keys()].filter(older => older < number)) {
      this._seen.delete(each);
    }
    return this._seen.get(number) ?? null;
  }

  private readonly _seen = new Map<number, Snapshot>();
  private _saved: Snapshot;
  private _saving: Snapshot = [];
}
