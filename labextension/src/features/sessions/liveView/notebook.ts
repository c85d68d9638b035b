import type { Cell, CodeCell, MarkdownCell, RawCell } from '@jupyterlab/cells';
import { CodeCellModel } from '@jupyterlab/cells';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import { Notebook, NotebookModel, StaticNotebook } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator } from '@jupyterlab/translation';

import { LiveYNotebook } from './document';
import { FetchlessSanitizer, fetchOnPress } from './fetches';
import { OutputSync } from './outputs';
import { untrustedRegistry } from './untrusted';

export interface ILiveNotebookOptions {
  readonly rendermime: IRenderMimeRegistry;
  readonly editorServices: IEditorServices;
  readonly translator: ITranslator;
}

/** Marks by which JupyterLab's own shortcuts find a notebook that they may run or undo. */
const COMMAND_MARKS = ['jpKernelUser', 'jpUndoer', 'jpCodeRunner'];

/** A notebook to look at; its document can be replaced at any time. */
export class LiveNotebook extends StaticNotebook {
  constructor({ rendermime, editorServices, translator }: ILiveNotebookOptions) {
    const trans = translator.load('jupyter_hybrid');
    const sanitizer = new FetchlessSanitizer(trans);
    super({
      contentFactory: new ReadOnlyCells({
        editorFactory: editorServices.factoryService.newInlineEditor
      }),
      rendermime: untrustedRegistry(rendermime, { sanitizer, trans }),
      mimeTypeService: editorServices.mimeTypeService,
      translator,
      editorConfig: StaticNotebook.defaultEditorConfig,
      notebookConfig: {
        ...StaticNotebook.defaultNotebookConfig,
        // content-visibility, Lab's alternative, was seen to scroll to the wrong place
        windowingMode: 'defer',
        showEditorForReadOnlyMarkdown: false
      }
    });
    for (const mark of COMMAND_MARKS) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete this.node.dataset[mark];
    }
    this.node.dataset.jpSuppressContextMenu = 'true';
    this.node.addEventListener('keydown', refuseNativeUndo, { capture: true });
    this.node.addEventListener('submit', refuse);
    fetchOnPress(this.node, sanitizer);
    this._editorLabel = trans.__('Source, read only');
    const { outerNode } = this;
    outerNode.tabIndex = 0;
    outerNode.setAttribute('role', 'region');
    outerNode.setAttribute('aria-label', trans.__('Notebook of the presenter, read only'));
  }

  /** Let the keyboard scroll the notebook. */
  focus(): void {
    this.outerNode.focus({ preventScroll: true });
  }

  /** Show a new, empty document in place of the one that is shown. */
  renew(): LiveYNotebook {
    const [oldModel, oldDocument] = [this.model, this._document];
    const fresh = new LiveYNotebook();
    this._document = fresh;
    // with collaboration on, Lab does not put a first cell into an empty notebook
    this.model = new NotebookModel({ sharedModel: fresh, collaborationEnabled: true });
    oldModel?.dispose();
    oldDocument?.dispose();
    return fresh;
  }

  /** Mark the presenter's cell, and show it if `isFollowing`. */
  showPresenter(cellId: string | null, isFollowing: boolean, label: string): void {
    this.widgets.forEach((cell, index) => {
      const isHere = cell.model.id === cellId;
      cell.toggleClass('jp-Hybrid-LiveView-presenterCell', isHere);
      if (!isHere) {
        delete cell.node.dataset.hybridPresenter;
        return;
      }
      cell.node.dataset.hybridPresenter = label;
      if (isFollowing) {
        // rejects when the cell is gone before it was reached
        this.scrollToItem(index, 'smart').catch(() => undefined);
      }
    });
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    const model = this.model;
    this.node.removeEventListener('keydown', refuseNativeUndo, { capture: true });
    super.dispose();
    model?.dispose();
    this._document?.dispose();
  }

  protected onCellInserted(index: number, cell: Cell): void {
    super.onCellInserted(index, cell);
    void cell.ready.then(() => {
      this._openToKeyboard(cell);
    });
    if (cell.model instanceof CodeCellModel) {
      const sync = new OutputSync(cell.model);
      cell.disposed.connect(() => {
        sync.dispose();
      });
    }
  }

  /** An editor that nobody can write in has no name, and no keys scroll its long lines. */
  private _openToKeyboard(cell: Cell): void {
    const content = cell.isDisposed
      ? null
      : cell.editorWidget?.node.querySelector<HTMLElement>('.cm-content');
    content?.setAttribute('aria-label', this._editorLabel);
    content?.setAttribute('tabindex', '0');
  }

  private readonly _editorLabel: string;
  private _document: LiveYNotebook | null = null;
}

class ReadOnlyCells extends Notebook.ContentFactory {
  createCodeCell(options: CodeCell.IOptions): CodeCell {
    return lock(super.createCodeCell(options));
  }

  createMarkdownCell(options: MarkdownCell.IOptions): MarkdownCell {
    return lock(super.createMarkdownCell(options));
  }

  createRawCell(options: RawCell.IOptions): RawCell {
    return lock(super.createRawCell(options));
  }
}

function lock<T extends Cell>(cell: T): T {
  // otherwise the document's own `editable` decides
  cell.syncEditable = false;
  cell.readOnly = true;
  return cell;
}

/** A form in an output would leave JupyterLab, or send something in the learner's name. */
function refuse(event: Event): void {
  event.preventDefault();
}

/** Without Lab's undo the browser would do its own, which tears the text from its document. */
function refuseNativeUndo(event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === 'z' || key === 'y')) {
    event.preventDefault();
    event.stopPropagation();
  }
}
