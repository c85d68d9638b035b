import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import { readStepRelease } from '../../shared/stepRelease';
import { OpenNotebook } from './access';
import type { CourseChecks, ICheckBegun } from './checks';
import { isInCourseFolder, pathInFolder } from './courseFolder';
import type { DryRuns } from './dryRuns';
import { AuthoringModel } from './model';
import { readMarks } from './roles';
import { SeenCells } from './seen';
import { CellStrips } from './strips';

/** What the parts of a source notebook need from the plugin. */
export interface IAuthoringParts {
  readonly checks: CourseChecks;
  readonly contents: Pick<Contents.IManager, 'get' | 'driveName' | 'localPath'>;
  /** Called when it turned out that a notebook is a source notebook, or is none any more. */
  readonly onKindChanged: () => void;
  createDryRuns(notebook: OpenNotebook): DryRuns;
  createToolbar(source: ISourceParts): Widget;
  createStrip(source: ISourceParts, cell: string): Widget;
}

/** One source notebook, as its toolbar and strips need it. */
export interface ISourceParts {
  readonly model: AuthoringModel;
  readonly notebook: OpenNotebook;
  readonly panel: NotebookPanel;
}

/** Milliseconds; opening a notebook changes its cells one by one, and typing with every key. */
const SETTLE_MS = 100;

/** Jupyter-collaboration's drive, which shows the same files. */
const SHARED_DRIVE = 'RTC';

/** Toolbar and strips of one open notebook; does nothing in one that is no source of a course. */
export class NotebookAuthoring implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _parts: IAuthoringParts
  ) {
    this._notebook = new OpenNotebook(_panel);
    this._seen = new SeenCells(this._notebook, () => _panel.model?.collaborative === true);
    const onChanged = (): void => void this._settle.invoke();
    _panel.model?.contentChanged.connect(onChanged, this);
    _panel.model?.metadataChanged.connect(onChanged, this);
    _panel.content.activeCellChanged.connect(() => this._model?.refresh(), this);
    _panel.context.saveState.connect((_, state) => {
      this._onSaved(state);
    }, this);
    _panel.context.pathChanged.connect(() => void this._ask(), this);
    _parts.checks.begun.connect((_, begun) => {
      this._onCheckBegun(begun);
    }, this);
    _parts.checks.changed.connect((_, folder) => {
      this._onChecked(folder);
    }, this);
    _panel.disposed.connect(() => {
      this.dispose();
    }, this);
    this._update();
    void this._ask();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The notebook's cells as its author marks them; null while it is no source of a course. */
  get source(): ISourceParts | null {
    return this._model === null
      ? null
      : { model: this._model, notebook: this._notebook, panel: this._panel };
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
    this._settle.dispose();
    this._leave();
  }

  private _onSaved(state: DocumentRegistry.SaveState): void {
    this._seen.onSave(state);
    if (state === 'completed') {
      // A check that began when the file was written, but before Lab said so, missed the new cells.
      this._parts.checks.saved(this._panel.context.localPath);
    }
  }

  private _onCheckBegun({ number, folder }: ICheckBegun): void {
    if (folder === null || pathInFolder(folder, this._panel.context.localPath) !== null) {
      this._seen.onCheck(number);
    }
  }

  /** Have the course checked that the notebook lies in, if any. */
  private async _ask(): Promise<void> {
    const { contents, checks } = this._parts;
    const { path } = this._panel.context;
    const drive = contents.driveName(path);
    if (this._isCopy || (drive !== '' && drive !== SHARED_DRIVE)) {
      return;
    }
    const localPath = contents.localPath(path);
    const isKnown = checks.folderOf(localPath) !== null;
    if (isKnown) {
      // What lint said may be older than what was opened: only the toolbar comes at once.
      this._isInCourse = true;
      this._update();
    }
    try {
      if (isKnown || (await isInCourseFolder(contents, localPath))) {
        await checks.check(localPath);
      }
    } catch (error) {
      // Without a course around it a notebook is still one with nbgrader's cells, or none of ours.
      console.warn('jupyter-hybrid: the course of a notebook could not be checked', error);
    }
  }

  private _onChecked(folder: string): void {
    const { checks } = this._parts;
    const { localPath } = this._panel.context;
    const { report, number } = checks.get(folder);
    const file = pathInFolder(folder, localPath);
    const isOfCourse = file !== null && checks.folderOf(localPath) === folder;
    if (report === null || !isOfCourse || this._isDisposed) {
      return;
    }
    this._isInCourse = true;
    this._update();
    const seen = this._seen.of(number);
    if (seen !== null) {
      const messages = report.messages.filter(message => message.file === file);
      this._model?.setMessages(messages, seen);
    }
  }

  private _update(): void {
    if (this._isDisposed || this._panel.isDisposed) {
      return;
    }
    const isSource = !this._isCopy && (this._isInCourse || this._hasMarks);
    if (isSource && this._model === null) {
      this._enter();
    } else if (!isSource && this._model !== null) {
      this._leave();
    }
    this._model?.refresh();
  }

  private get _isCopy(): boolean {
    return readStepRelease(this._panel.model?.getMetadata('jupyter_hybrid')) !== null;
  }

  private get _hasMarks(): boolean {
    // Once marked, a notebook keeps its toolbar while its author takes the last mark away.
    this._wasMarked ||= this._notebook.cells.some(
      ({ nbgrader }) => readMarks(nbgrader).role !== 'none'
    );
    return this._wasMarked;
  }

  private _enter(): void {
    const model = new AuthoringModel(this._notebook, this._parts.createDryRuns(this._notebook));
    const source = { model, notebook: this._notebook, panel: this._panel };
    const strips = new CellStrips(this._panel.content, cell =>
      this._parts.createStrip(source, cell)
    );
    model.changed.connect(() => {
      strips.place(new Set(model.strips.keys()));
    }, this);
    this._model = model;
    this._strips = strips;
    this._toolbar = this._parts.createToolbar(source);
    this._panel.contentHeader.addWidget(this._toolbar);
    this._parts.onKindChanged();
  }

  private _leave(): void {
    this._toolbar?.dispose();
    this._strips?.dispose();
    this._model?.dispose();
    this._toolbar = null;
    this._strips = null;
    this._model = null;
    this._parts.onKindChanged();
  }

  private readonly _settle = new Debouncer(() => {
    this._update();
  }, SETTLE_MS);
  private readonly _notebook: OpenNotebook;
  private _model: AuthoringModel | null = null;
  private _strips: CellStrips | null = null;
  private _toolbar: Widget | null = null;
  private readonly _seen: SeenCells;
  private _isInCourse = false;
  private _wasMarked = false;
  private _isDisposed = false;
}
