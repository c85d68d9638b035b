import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** What a command that was chosen in the context menu of the file browser is given. */
export const OF_SELECTION = { origin: 'file-browser' } as const;

/** Finds the file or folder that a command is about. */
export interface ITargets {
  /** Path below the server's root, or null if nothing is chosen. */
  of(args: ReadonlyPartialJSONObject): string | null;
  /** The folder that the file browser shows; the root without one. */
  readonly folder: string;
}

export interface ITargetsOptions {
  readonly shell: JupyterFrontEnd.IShell;
  readonly documents: Pick<IDocumentManager, 'contextForWidget'>;
  /** Null where there is no file browser. */
  readonly browsers: IFileBrowserFactory | null;
}

/** The document in front, and what the file browser shows. */
export class Targets implements ITargets {
  constructor(private readonly _options: ITargetsOptions) {}

  of(args: ReadonlyPartialJSONObject): string | null {
    if (typeof args.path === 'string') {
      return args.path;
    }
    return args.origin === OF_SELECTION.origin ? this._selected : (this._shown ?? this.folder);
  }

  get folder(): string {
    return this._browser?.model.path ?? '';
  }

  private get _browser(): IFileBrowserFactory['tracker']['currentWidget'] {
    return this._options.browsers?.tracker.currentWidget ?? null;
  }

  private get _selected(): string | null {
    const selected = this._browser?.selectedItems().next();
    return selected === undefined || selected.done === true ? null : selected.value.path;
  }

  private get _shown(): string | null {
    const { shell, documents } = this._options;
    const widget = shell.currentWidget;
    return (widget && documents.contextForWidget(widget)?.localPath) ?? null;
  }
}
