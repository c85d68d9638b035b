import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { Signal } from '@lumino/signaling';

import type { IStepRelease } from '../../shared/stepRelease';
import { readStepRelease } from '../../shared/stepRelease';
import { readAnswerCell } from './answers';
import { ExerciseBars } from './bars';
import type { ExerciseDetails } from './details';
import type { ExercisesModel } from './model';
import type { INotebookAccess } from './notebookAnswers';
import { NotebookAccess } from './notebookAnswers';
import type { ExerciseBar } from './widget';

/** What the parts of an exercise bar need from the plugin. */
export interface IBarParts {
  createModel(step: IStepRelease, notebook: INotebookAccess): ExercisesModel;
  createDetails(
    model: ExercisesModel,
    exercise: string,
    notebook: INotebookAccess
  ): ExerciseDetails;
  createBar(bar: IBar): ExerciseBar;
}

/** What one bar shows, and of what. */
export interface IBar {
  readonly model: ExercisesModel;
  readonly details: ExerciseDetails;
  readonly exercise: string;
  readonly panel: NotebookPanel;
  readonly onCheck: () => void;
}

/** Milliseconds; opening a notebook changes its cells one by one. */
const SETTLE_MS = 50;

/** Milliseconds; typing changes a notebook with every key. */
const TYPING_MS = 400;

/** Bars and Check of one open notebook; does nothing in a notebook that is no step of a course. */
export class NotebookExercises implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _parts: IBarParts
  ) {
    this._notebook = new NotebookAccess(_panel);
    const { model } = _panel.content;
    const onChanged = (): void => void this._settle.invoke();
    model?.cells.changed.connect(onChanged, this);
    model?.metadataChanged.connect(onChanged, this);
    model?.contentChanged.connect(() => void this._typed.invoke(), this);
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
    const above = this._notebook.cells().slice(0, until).reverse();
    const exercises = above.map(cell => readAnswerCell(cell)?.exercise ?? null);
    return exercises.find(exercise => exercise !== null) ?? null;
  }

  /** Hand in the answers of the notebook as they stand, to get one exercise graded. */
  async check(exercise: string): Promise<void> {
    await this._exercises?.check(exercise, this._notebook.collect());
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
    this._settle.dispose();
    this._typed.dispose();
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
    this._bars?.place(this._notebook.collect());
  }

  private _enter(step: IStepRelease): void {
    const exercises = this._parts.createModel(step, this._notebook);
    this._exercises = exercises;
    this._bars = new ExerciseBars(this._panel.content, exercise =>
      this._parts.createBar({
        model: exercises,
        details: this._detailsOf(exercises, exercise),
        exercise,
        panel: this._panel,
        onCheck: () => {
          void this.check(exercise);
        }
      })
    );
    void exercises.load();
  }

  private _detailsOf(model: ExercisesModel, exercise: string): ExerciseDetails {
    const known = this._details.get(exercise);
    const details = known ?? this._parts.createDetails(model, exercise, this._notebook);
    this._details.set(exercise, details);
    return details;
  }

  private _leave(): void {
    this._bars?.dispose();
    this._exercises?.dispose();
    this._details.forEach(details => {
      details.dispose();
    });
    this._details.clear();
    this._bars = null;
    this._exercises = null;
  }

  private readonly _settle = new Debouncer(() => {
    this._update();
  }, SETTLE_MS);
  private readonly _typed = new Debouncer(() => {
    this._details.forEach(({ history }) => {
      history.refresh();
    });
  }, TYPING_MS);
  private readonly _notebook: NotebookAccess;
  private readonly _details = new Map<string, ExerciseDetails>();
  private _exercises: ExercisesModel | null = null;
  private _bars: ExerciseBars | null = null;
  private _isDisposed = false;
}

function isSameRelease(one: IStepRelease | null, other: IStepRelease | null): boolean {
  return (
    one?.course === other?.course &&
    one?.module === other?.module &&
    one?.step === other?.step &&
    one?.release === other?.release
  );
}
