import type { YCodeCell } from '@jupyter/ydoc';
import type { ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { ISourceCell } from './exercises';
import type { ISelection, Region } from './markers';
import { wrap } from './markers';

/** New metadata of a cell; null takes a key out, undefined leaves it alone. */
export interface IMetadataChange {
  readonly nbgrader?: object | null;
  readonly hybrid?: object | null;
}

/** What authoring reads from a notebook, and what it may do there. */
export interface ISourceNotebook {
  /** Path below the server's root. */
  readonly path: string;
  readonly cells: readonly ISourceCell[];
  /** Id of the active cell, or null. */
  readonly activeId: string | null;
  /** Change a cell's metadata in one step that undo in the cell's editor takes back. */
  write(id: string, change: IMetadataChange): void;
  /** Put what is selected in a cell between markers; false if some are there already. */
  wrap(id: string, region: Region): boolean;
  /** Bring a cell to the front and the focus with it. */
  focus(id: string): Promise<void>;
  /** Bring the notebook to the disk; rejects if that fails. */
  save(): Promise<void>;
}

const METADATA_KEYS = { nbgrader: 'nbgrader', hybrid: 'jupyter_hybrid' } as const;

/** The cells of a notebook, as authoring reads them. */
export function sourceCells(cells: Iterable<ICellModel>): ISourceCell[] {
  return Array.from(cells, cell => ({
    id: cell.id,
    type: cell.type,
    source: cell.sharedModel.getSource(),
    nbgrader: cell.getMetadata('nbgrader') as unknown,
    hybrid: cell.getMetadata('jupyter_hybrid') as unknown
  }));
}

/** Change a cell's metadata in one step that undo in the cell's editor takes back. */
export function writeMetadata(cell: ICellModel, change: IMetadataChange): void {
  beginStep(cell);
  // Alone, a change of metadata cannot be undone; inside of such a step it can.
  cell.sharedModel.transact(() => {
    for (const name of ['nbgrader', 'hybrid'] as const) {
      const value = change[name];
      if (value === null) {
        if (cell.getMetadata(METADATA_KEYS[name]) !== undefined) {
          cell.deleteMetadata(METADATA_KEYS[name]);
        }
      } else if (value !== undefined) {
        cell.setMetadata(METADATA_KEYS[name], value);
      }
    }
  });
}

/** What follows is undone without what was typed right before, which undo takes for one step. */
function beginStep({ sharedModel }: ICellModel): void {
  if ('undoManager' in sharedModel) {
    (sharedModel as Pick<YCodeCell, 'undoManager'>).undoManager?.stopCapturing();
  }
}

/** Put part of a cell between markers; false if some are there already. */
export function wrapSource(cell: ICellModel, selection: ISelection, region: Region): boolean {
  const insertions = wrap(cell.sharedModel.getSource(), selection, region);
  if (insertions === null) {
    return false;
  }
  const [before, after] = insertions;
  beginStep(cell);
  cell.sharedModel.transact(() => {
    // The later one first: it does not move the place of the other.
    cell.sharedModel.updateSource(after.at, after.at, after.text);
    cell.sharedModel.updateSource(before.at, before.at, before.text);
  });
  return true;
}

/** An open notebook. */
export class OpenNotebook implements ISourceNotebook {
  constructor(private readonly _panel: NotebookPanel) {}

  get path(): string {
    return this._panel.context.localPath;
  }

  get cells(): ISourceCell[] {
    return sourceCells(this._panel.model?.cells ?? []);
  }

  get activeId(): string | null {
    return this._panel.content.activeCell?.model.id ?? null;
  }

  write(id: string, change: IMetadataChange): void {
    const cell = this._find(id);
    if (cell !== undefined) {
      writeMetadata(cell, change);
    }
  }

  wrap(id: string, region: Region): boolean {
    const cell = this._find(id);
    const widget = this._panel.content.widgets.find(each => each.model.id === id);
    const editor = widget?.editor ?? null;
    const selected = editor?.getSelection();
    const selection =
      editor === null || selected === undefined
        ? { start: 0, end: 0 }
        : { start: editor.getOffsetAt(selected.start), end: editor.getOffsetAt(selected.end) };
    return cell !== undefined && wrapSource(cell, ordered(selection), region);
  }

  async focus(id: string): Promise<void> {
    const { content } = this._panel;
    const index = content.widgets.findIndex(cell => cell.model.id === id);
    if (index === -1) {
      return;
    }
    content.mode = 'command';
    content.deselectAll();
    content.activeCellIndex = index;
    await content.scrollToCell(content.widgets[index], 'smart');
    content.activate();
  }

  async save(): Promise<void> {
    const { context, model } = this._panel;
    // Lab calls a notebook clean after a save even if somebody typed meanwhile.
    const mayDiffer = model?.dirty === true || context.contentsModel?.writable !== false;
    if (mayDiffer) {
      await context.save();
    }
  }

  private _find(id: string): ICellModel | undefined {
    return Array.from(this._panel.model?.cells ?? []).find(cell => cell.id === id);
  }
}

function ordered({ start, end }: ISelection): ISelection {
  return start <= end ? { start, end } : { start: end, end: start };
}
