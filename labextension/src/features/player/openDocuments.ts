import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { Dialog } from '@jupyterlab/apputils';
import { Notebook, NotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';

/** A file that is open in this window, in one tab or in several. */
export interface IOpenFile {
  /** Bring what is open to the disk; false where that failed or somebody had to be asked. */
  save(): Promise<boolean>;
  /**
   * Show what is on the disk now; false, and nothing done, where that would take away unsaved work.
   *
   * Rejects where the disk cannot be read.
   */
  reload(): Promise<boolean>;
  /** Take no keys and no mouse until the result is disposed of. */
  freeze(): IDisposable;
}

/** Knows what is open in this window. */
export interface IOpenFiles {
  /** One for each way in which the file is open. */
  at(path: string): readonly IOpenFile[];
}

/** All documents of this window, in whatever area and by whatever viewer. */
export class OpenDocuments implements IOpenFiles {
  /** Count a document in until it is disposed of. */
  add(widget: IDocumentWidget, context: DocumentRegistry.Context): void {
    this._widgets.set(widget, context);
    widget.disposed.connect(() => this._widgets.delete(widget), this);
  }

  at(path: string): IOpenFile[] {
    const contexts = new Map<DocumentRegistry.Context, IDocumentWidget[]>();
    for (const [widget, context] of this._widgets) {
      if (context.localPath === path) {
        contexts.set(context, [...(contexts.get(context) ?? []), widget]);
      }
    }
    return [...contexts].map(
      ([context, widgets]) => new OpenDocument(context, widgets, this._saved)
    );
  }

  private readonly _widgets = new Map<IDocumentWidget, DocumentRegistry.Context>();
  /** What was written in a document when it was last saved for a reload. */
  private readonly _saved = new WeakMap<DocumentRegistry.Context, string>();
}

class OpenDocument implements IOpenFile {
  constructor(
    private readonly _context: DocumentRegistry.Context,
    private readonly _widgets: readonly IDocumentWidget[],
    private readonly _saved: WeakMap<DocumentRegistry.Context, string>
  ) {}

  async save(): Promise<boolean> {
    const { model } = this._context;
    this._saved.set(this._context, writtenIn(model));
    if (!model.dirty && !model.collaborative) {
      return true;
    }
    const nAsked = countDialogs();
    try {
      await this._context.save();
    } catch {
      // JupyterLab has shown in a dialog why.
      return false;
    } finally {
      nAsked.dispose();
    }
    // Whoever chose in JupyterLab's dialog what becomes of a changed file has to look at it first.
    return nAsked.n === 0;
  }

  async reload(): Promise<boolean> {
    const { model } = this._context;
    // What is edited together is saved by the server, which brings the new file by itself too.
    if (!model.collaborative && this._hasUnsavedWork()) {
      return false;
    }
    const keepCells = this._widgets.map(({ content }) => keepActiveCell(content));
    await this._context.revert();
    keepCells.forEach(restore => {
      restore();
    });
    model.sharedModel.clearUndoHistory();
    model.dirty = false;
    return true;
  }

  freeze(): IDisposable {
    const nodes = this._widgets.flatMap(({ content, toolbar }) => [content.node, toolbar.node]);
    const focused = this._widgets.find(({ content, toolbar }) =>
      [content, toolbar].some(({ node }) => node.contains(document.activeElement))
    );
    nodes.forEach(node => {
      node.inert = true;
    });
    return new DisposableDelegate(() => {
      nodes.forEach(node => {
        node.inert = false;
      });
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere && focused?.isDisposed === false) {
        focused.activate();
      }
    });
  }

  /**
   * Whether somebody has written something that is not on the disk.
   *
   * JupyterLab's own mark does not say it: a kernel that starts sets it, and the end of a save takes
   * it away although more was typed meanwhile.
   */
  private _hasUnsavedWork(): boolean {
    const { model } = this._context;
    const saved = this._saved.get(this._context);
    return saved === undefined ? model.dirty : writtenIn(model) !== saved;
  }
}

/** What people write in a document; not what kernels note in it. */
function writtenIn(model: DocumentRegistry.IModel): string {
  return model instanceof NotebookModel
    ? JSON.stringify(model.sharedModel.cells.map(cell => [cell.cell_type, cell.getSource()]))
    : model.toString();
}

/** Reading a notebook anew makes its first cell the active one; what it returns goes back. */
function keepActiveCell(content: Widget): () => void {
  const id = content instanceof Notebook ? content.activeCell?.model.id : undefined;
  return () => {
    if (content instanceof Notebook && id !== undefined) {
      const index = content.widgets.findIndex(({ model }) => model.id === id);
      content.activeCellIndex = Math.max(0, index);
    }
  };
}

interface IDialogCount extends IDisposable {
  readonly n: number;
}

function countDialogs(): IDialogCount {
  let n = 0;
  const count = (): void => {
    n += 1;
  };
  Dialog.tracker.widgetAdded.connect(count);
  let isDisposed = false;
  return {
    get n() {
      return n;
    },
    get isDisposed() {
      return isDisposed;
    },
    dispose: () => {
      isDisposed = true;
      Dialog.tracker.widgetAdded.disconnect(count);
    }
  };
}
