import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { Signal } from '@lumino/signaling';

import type { IStepRelease } from '../../shared/stepRelease';
import { readStepRelease } from '../../shared/stepRelease';
import type { ICellView, INotebookAnswers } from './answers';
import { collectAnswers, readAnswerCell } from './answers';
import { ExerciseBars } from './bars';
import type { ExercisesModel } from './model';
import { ExerciseBar } from './widget';

/** What the parts of an exercise bar need from the plugin. */
export interface IBarParts {
  createModel(step: IStepRelease): ExercisesModel;
  createBar(model: ExercisesModel, exercise: string, onCheck: () => void): ExerciseBar;
}

/** Milliseconds; opening a notebook changes its cells one by one. */
const SETTLE_MS = 50;

/** Bars and Check of one open notebook; does nothing in a notebook that is no step of a course. */
export class NotebookExercises implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _parts: IBarParts
  ) {
    const { model } = _panel.content;
    const onChanged = (): void => void this._settle.invoke();
    model?.cells.changed.connect(onChanged, this);
    model?.metadataChanged.connect(onChanged, this);
    _panel.disposed.connect(() => {
      this.dispose();
    }, this);
    this._update();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The exercise that the active cell belongs to: that of the nearest answer above it. */
  get activeExercise(): string | null {
    if (this._exercises === null) {
      return null;
    }
    const until = this._panel.content.activeCellIndex + 1;
    const above = cellViews(this._panel.model).slice(0, until).reverse();
    const exercises = above.map(cell => readAnswerCell(cell)?.exercise ?? null);
    return exercises.find(exercise => exercise !== null) ?? null;
  }

  /** Hand in the answers of the notebook as they stand, to get one exercise graded. */
  async check(exercise: string): Promise<void> {
    await this._exercises?.check(exercise, this._collect());
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

  private _update(): void {
    if (this._isDisposed || this._panel.isDisposed) {
      return;
    }
    const step = readStepRelease(this._panel.model?.getMetadata('jupyter_hybrid'));
    if (!isSameRelease(step, this._exercises?.step ?? null)) {
      this._leave();
      if (step !== null) {
        this._enter(step);
      }
    }
    this._bars?.place(this._collect());
  }

  private _enter(step: IStepRelease): void {
    const exercises = this._parts.createModel(step);
    this._exercises = exercises;
    this._bars = new ExerciseBars(this._panel.content, exercise =>
      this._parts.createBar(exercises, exercise, () => {
        void this.check(exercise);
      })
    );
    void exercises.load();
  }

  private _leave(): void {
    this._bars?.dispose();
    this._exercises?.dispose();
    this._bars = null;
    this._exercises = null;
  }

  private _collect(): INotebookAnswers {
    const step = readStepRelease(this._panel.model?.getMetadata('jupyter_hybrid'));
    return collectAnswers(cellViews(this._panel.model), step?.cells ?? null);
  }

  private readonly _settle = new Debouncer(() => {
    this._update();
  }, SETTLE_MS);
  private _exercises: ExercisesModel | null = null;
  private _bars: ExerciseBars | null = null;
  private _isDisposed = false;
}

function cellViews(model: INotebookModel | null): ICellView[] {
  return Array.from(model?.cells ?? [], cell => ({
    id: cell.id,
    type: cell.type,
    source: cell.sharedModel.getSource(),
    nbgrader: cell.getMetadata('nbgrader') as unknown,
    hybrid: cell.getMetadata('jupyter_hybrid') as unknown
  }));
}

function isSameRelease(one: IStepRelease | null, other: IStepRelease | null): boolean {
  return (
    one?.course === other?.course &&
    one?.module === other?.module &&
    one?.step === other?.step &&
    one?.release === other?.release
  );
}
