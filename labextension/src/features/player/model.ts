import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IStepKey, IStepProgress } from '../../api/types';
import type { IProgressModel } from '../progress/tokens';
import type { MarkEvent, StepMarks } from './marks';
import { notices } from './notices';
import type { IKnownCourse, Outlines } from './outlines';
import type { Outcome, Replacements } from './replacements';
import type { IDoneView, INoticeView, IPlayerView, PlayedKind } from './state';
import type { INeighbour, IStepPlace } from './steps';
import { isSameStep } from '../../shared/stepKey';
import { placeOf, stepProgress } from './steps';
import { busyWords, exerciseWords, nextButton, placeWords, previousButton } from './words';

/** Milliseconds in which progress that was just read is taken as it is; other windows change it too. */
const JUST_READ_MS = 5_000;

/** What all bars of a window share. */
export interface IPlayerParts {
  readonly outlines: Outlines;
  readonly progress: Pick<IProgressModel, 'changed' | 'get' | 'load' | 'refresh'>;
  readonly marks: StepMarks;
  readonly replacements: Replacements;
  readonly trans: TranslationBundle;
}

/** What a bar stands at. */
export interface IPlayed {
  readonly step: IStepKey;
  readonly kind: PlayedKind;
  /** Content hash that the notebook says it is a copy of; null where nothing says so. */
  readonly release: string | null;
  /** Whether the file is not the one that the step opens, but a copy of it somewhere else. */
  readonly isCopy: boolean;
}

/** A step that is open: where it stands, whether it is done, and what one should know about it. */
export class PlayerModel implements IDisposable {
  constructor(
    private readonly _parts: IPlayerParts,
    private _played: IPlayed
  ) {
    this.step = _played.step;
    const { outlines, progress, marks, replacements } = _parts;
    outlines.changed.connect((_, course) => {
      this._onCourse(course);
    }, this);
    progress.changed.connect((_, course) => {
      this._onProgress(course);
    }, this);
    marks.happened.connect((_, event) => {
      this._onMark(event);
    }, this);
    replacements.changed.connect(() => {
      this._changed.emit();
    }, this);
    replacements.finished.connect((_, outcome) => {
      this._onOutcome(outcome);
    }, this);
  }

  readonly step: IStepKey;

  /** Emitted when what the bar shows may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What the bar stands at. */
  get played(): IPlayed {
    return this._played;
  }

  set played(played: IPlayed) {
    this._played = played;
    this._changed.emit();
  }

  /** Where the step stands in its course; null while that is unknown, or if it is no longer there. */
  get place(): IStepPlace | null {
    const { course } = this._course;
    return course && placeOf(course, this.step);
  }

  get previous(): INeighbour | null {
    return this.place?.previous ?? null;
  }

  /** The next step; null at the end of the course, and while nothing is known. */
  get next(): INeighbour | null {
    return this.place?.next ?? null;
  }

  get isDone(): boolean {
    const waiting = this._parts.marks.waiting(this.step)?.is_done;
    return waiting ?? this._progress?.is_done ?? false;
  }

  /** Id of the cell where one was last, or null. */
  get cell(): string | null {
    return this._parts.marks.cell(this.step, this._progress);
  }

  /** Whether there is a file of the step to put a fresh copy in place of. */
  get canReset(): boolean {
    return this._played.kind !== 'live' && !this._played.isCopy && this.place !== null;
  }

  /** Where the own copy is after a replacement, or null. */
  get keptAs(): string | null {
    return this._outcome?.kind === 'replaced' ? this._outcome.replaced.kept_as : null;
  }

  /** What one should know about the step. */
  get notices(): INoticeView[] {
    const { trans, marks } = this._parts;
    const { place, _played: played, _course: known } = this;
    const isOutdated =
      !played.isCopy &&
      played.release !== null &&
      place !== null &&
      place.step.release !== null &&
      place.step.release !== played.release;
    return notices(
      {
        known,
        isRemoved: known.course !== null && place === null,
        kind: played.kind,
        isOutdated,
        isCopy: played.isCopy,
        isMarkKept: marks.isKept(this.step),
        refusal: this._refusal,
        outcome: this._outcome
      },
      trans
    );
  }

  /** What the bar shows. */
  get view(): IPlayerView {
    const { trans, replacements } = this._parts;
    const { place, previous } = this;
    const words = placeWords(place, trans);
    const underWay = replacements.underWay(this.step);
    return {
      place: {
        action: 'open_home',
        label: words,
        name: trans.__('%1. Open the course', words)
      },
      previous: previous && previousButton(previous, trans),
      next: place && nextButton(this.next, trans),
      done: this._done,
      reset:
        this._played.kind === 'notebook' && this.canReset
          ? {
              action: 'reset',
              label: trans.__('Reset…'),
              name: trans.__('Reset… Get this step as it was handed out; your copy is kept')
            }
          : null,
      notices: this.notices,
      busy: underWay && busyWords(underWay, trans)
    };
  }

  /** Read what the server knows of the step's course; `view` says what could not be read. */
  async load(): Promise<void> {
    await Promise.all([this._parts.outlines.open(this.step.course), this.readProgress()]);
  }

  /** Read how far one is, unless that was just done; another window may have changed it. */
  async readProgress(): Promise<void> {
    try {
      await this._parts.progress.load(this.step.course, JUST_READ_MS);
    } catch (error) {
      // The outline says in words that the server is away; a mark says what it refuses.
      console.warn('jupyter-hybrid: the progress could not be read', error);
    }
  }

  /** Say that the step is done, or that it is not. */
  async mark(isDone: boolean): Promise<void> {
    this._refusal = null;
    const putting = this._parts.marks.put(this.step, { is_done: isDone });
    this._changed.emit();
    await putting;
  }

  /** Take away what was said about a replacement or a refused mark. */
  dismiss(): void {
    this._outcome = null;
    this._refusal = null;
    this._changed.emit();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private get _course(): IKnownCourse {
    return this._parts.outlines.get(this.step.course);
  }

  private get _progress(): IStepProgress | null {
    return this._latest ?? stepProgress(this._parts.progress.get(this.step.course), this.step);
  }

  private get _done(): IDoneView | null {
    const { course, trouble } = this._course;
    if (trouble === 'gone' || (course !== null && this.place === null)) {
      return null;
    }
    const progress = this._progress;
    return {
      isDone: this.isDone,
      isByExercises: progress !== null && progress.is_done && !progress.is_marked,
      exercises: exerciseWords(progress, this._parts.trans)
    };
  }

  private _onCourse(course: string): void {
    if (course === this.step.course) {
      this._changed.emit();
    }
  }

  private _onProgress(course: string): void {
    if (course === this.step.course) {
      // Progress that was read anew knows what the answer to the last mark said.
      this._latest = null;
      this._changed.emit();
    }
  }

  private _onMark(event: MarkEvent): void {
    if (!isSameStep(event.step, this.step)) {
      return;
    }
    if (event.kind === 'sent') {
      this._latest = event.progress;
    }
    if (event.kind === 'refused' && event.mark.is_done !== undefined) {
      this._refusal = event.error;
    }
    this._changed.emit();
  }

  private _onOutcome(outcome: Outcome): void {
    if (isSameStep(outcome.step, this.step)) {
      this._outcome = outcome;
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _latest: IStepProgress | null = null;
  private _refusal: unknown = null;
  private _outcome: Outcome | null = null;
  private _isDisposed = false;
}
