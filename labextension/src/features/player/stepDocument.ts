import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { BoxLayout } from '@lumino/widgets';

import { readStepRelease } from '../../shared/stepRelease';
import type { IPlayed, PlayerModel } from './model';
import type { Outlines } from './outlines';
import { isSameStep } from '../../shared/stepKey';
import { placeOf, readCoursePath, stepAt, stepPath } from './steps';
import type { PlayerBar } from './widget';

/** By this CSS and shortcuts know a document that has a bar. */
export const PLAYED_CLASS = 'jp-Hybrid-Played';

/** What of a notebook says which step it is. */
export type NotebookMetadata = Pick<INotebookModel, 'getMetadata' | 'metadataChanged'>;

/** What a document with a bar needs from the plugin. */
export interface IStepDocumentParts {
  readonly outlines: Outlines;
  /** The notebook that a widget shows, or null if it shows something else. */
  readonly notebook: (widget: IDocumentWidget) => NotebookMetadata | null;
  /** Name of the persona whose folder this window uses, null for none, undefined while unknown. */
  readonly persona: () => string | null | undefined;
  readonly createModel: (played: IPlayed) => PlayerModel;
  readonly createBar: (model: PlayerModel) => PlayerBar;
  /** Called when a bar was put to a document; what it returns goes with the bar. */
  readonly onPlayed: (widget: IDocumentWidget, model: PlayerModel) => IDisposable;
}

/** Keeps a bar at the bottom of one document for as long as it is a step of a course. */
export class StepDocument implements IDisposable {
  constructor(
    private readonly _widget: IDocumentWidget,
    private readonly _context: DocumentRegistry.Context,
    private readonly _parts: IStepDocumentParts
  ) {
    const onChanged = (): void => {
      this._update();
    };
    _parts.outlines.changed.connect(onChanged, this);
    _context.pathChanged.connect(onChanged, this);
    _widget.disposed.connect(() => {
      this.dispose();
    }, this);
    void _context.ready.then(() => {
      this._begin();
    });
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
      this._leave();
    }
  }

  private _begin(): void {
    if (this._isDisposed) {
      return;
    }
    this._isReady = true;
    this._notebook = this._parts.notebook(this._widget);
    this._notebook?.metadataChanged.connect(() => {
      this._update();
    }, this);
    const course = readCoursePath(this._context.localPath)?.course;
    if (this._notebook === null && course !== undefined) {
      void this._parts.outlines.open(course);
    }
    this._update();
  }

  private _update(): void {
    if (!this._isReady || this._isDisposed) {
      return;
    }
    const played = this._notebook === null ? this._findByPath() : this._readNotebook();
    if (this._model !== null && (played === null || !isSameStep(this._model.step, played.step))) {
      this._leave();
    }
    if (played !== null && this._model === null) {
      this._enter(played);
    } else if (played !== null && this._model !== null && !isEqual(this._model.played, played)) {
      this._model.played = played;
    }
  }

  private _readNotebook(): IPlayed | null {
    const release = readStepRelease(this._notebook?.getMetadata('jupyter_hybrid'));
    if (release === null) {
      return null;
    }
    const { course, module, step } = release;
    const key = { course, module, step };
    const known = this._parts.outlines.get(course).course;
    const place = known && placeOf(known, key);
    const persona = this._parts.persona();
    const isCopy =
      place !== null &&
      persona !== undefined &&
      stepPath(course, place.step, persona) !== this._context.localPath;
    return { step: key, kind: 'notebook', release: release.release, isCopy };
  }

  private _findByPath(): IPlayed | null {
    const path = readCoursePath(this._context.localPath);
    const persona = this._parts.persona();
    if (path === null || (persona !== undefined && persona !== path.persona)) {
      return null;
    }
    const known = this._parts.outlines.get(path.course).course;
    const step = known && stepAt(known, path.path);
    if (known === null || step === null) {
      // Whoever reads a step that is taken away, or whose course is, keeps the bar that says so.
      return this._model !== null && this._path === this._context.localPath
        ? this._model.played
        : null;
    }
    const isNotebook = placeOf(known, step)?.step.kind === 'notebook';
    return isNotebook ? null : { step, kind: 'file', release: null, isCopy: false };
  }

  private _enter(played: IPlayed): void {
    const model = this._parts.createModel(played);
    const bar = this._parts.createBar(model);
    this._model = model;
    this._path = this._context.localPath;
    const { layout } = this._widget;
    if (layout instanceof BoxLayout) {
      BoxLayout.setStretch(bar, 0);
      layout.addWidget(bar);
    }
    this._widget.addClass(PLAYED_CLASS);
    const onLeft = this._parts.onPlayed(this._widget, model);
    this._away = () => {
      onLeft.dispose();
      bar.dispose();
      model.dispose();
    };
    void model.load();
  }

  private _leave(): void {
    this._away?.();
    this._away = null;
    this._model = null;
    if (!this._widget.isDisposed) {
      this._widget.removeClass(PLAYED_CLASS);
    }
  }

  private _notebook: NotebookMetadata | null = null;
  private _isReady = false;
  private _isDisposed = false;
  private _model: PlayerModel | null = null;
  private _path = '';
  private _away: (() => void) | null = null;
}

function isEqual(one: IPlayed, other: IPlayed): boolean {
  return one.release === other.release && one.isCopy === other.isCopy && one.kind === other.kind;
}
