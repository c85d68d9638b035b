import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IHybridApi } from '../../api/tokens';
import { failureWords } from '../../shared/failure';
import type { Loaded } from '../../shared/loaded';
import { formatPoints } from '../../shared/points';
import { isRecord } from '../../shared/stepRelease';
import { exerciseId, readPoints } from './state';
import type {
  IAnswerToGrade,
  ICellToGrade,
  ICourseChoice,
  IDraft,
  IExerciseKey,
  INote,
  IToGrade,
  IToGradeItem,
  Shown
} from './state';

/** Answers on one page of the list. */
export const PAGE = 50;

export interface IGradingModelOptions {
  readonly api: Pick<IHybridApi, 'courses' | 'toGrade' | 'answerToGrade' | 'giveGrade'>;
  readonly trans: TranslationBundle;
  /** Say a sentence through a screen reader. */
  readonly say: (sentence: string) => void;
  /** What became of points is shown elsewhere too. */
  readonly graded: (course: string) => void;
}

/** What a trainer grades by hand: the list of a course, and the answer that they read. */
export class GradingModel extends VDomModel {
  constructor(private readonly _options: IGradingModelOptions) {
    super();
  }

  course: string | null = null;
  courses: readonly ICourseChoice[] = [];
  shown: Shown = 'waiting';
  exercise: IExerciseKey | null = null;
  isBlind = false;
  offset = 0;
  list: Loaded<IToGrade> = { kind: 'loading' };
  answer: Loaded<IAnswerToGrade> | null = null;
  isSaving = false;
  note: INote | null = null;

  /** The cell that points are given for. */
  get cell(): ICellToGrade | null {
    return this.answer?.kind === 'ready' ? (this.answer.value.cells[0] ?? null) : null;
  }

  /** What was typed for that cell, or what is stored. */
  get draft(): IDraft {
    const { cell } = this;
    const typed = this._drafts.get(this._attempt ?? '');
    return typed ?? stored(cell);
  }

  /** Read the courses; without one that is chosen begin with the first. */
  async load(course: string | null = this.course): Promise<void> {
    const { api, trans } = this._options;
    try {
      const { courses } = await api.courses();
      this.courses = courses;
      await this.choose(course ?? (courses.length === 0 ? null : courses[0].key));
    } catch (error) {
      this.list = { kind: 'failed', words: failureWords(error, trans) };
      this._changed();
    }
  }

  /** Show another course. */
  async choose(course: string | null): Promise<void> {
    if (course !== this.course) {
      this.exercise = null;
      this.list = { kind: 'loading' };
    }
    this.course = course;
    this.answer = null;
    this.offset = 0;
    await this.refresh();
  }

  /** Show other answers of the course. */
  async filter(
    wanted: Partial<Pick<GradingModel, 'shown' | 'exercise' | 'isBlind'>>
  ): Promise<void> {
    Object.assign(this, wanted);
    this.offset = 0;
    await this.refresh();
  }

  /** Show the page that begins there. */
  async turn(offset: number): Promise<void> {
    this.offset = Math.max(0, offset);
    await this.refresh();
  }

  /** Ask the server for the list; what is there stays until it has answered. */
  async refresh(): Promise<void> {
    const { course } = this;
    const { api, trans } = this._options;
    const asking = (this._asking += 1);
    let list: Loaded<IToGrade>;
    try {
      const value =
        course === null
          ? { items: [], exercises: [] }
          : await api.toGrade(course, {
              state: this.shown,
              exercise: this.exercise,
              offset: this.offset,
              limit: PAGE,
              isBlind: this.isBlind
            });
      list = { kind: 'ready', value };
    } catch (error) {
      list = { kind: 'failed', words: failureWords(error, trans) };
    }
    // A question that was asked later has the answer that counts.
    if (asking === this._asking) {
      this.list = list;
      this._changed();
    }
  }

  /** Answers that the filter lets through, on all pages. */
  get total(): number {
    const counts = this.list.kind === 'ready' ? this.list.value.exercises : [];
    const wanted = this.exercise;
    return counts
      .filter(each => wanted === null || exerciseId(each) === exerciseId(wanted))
      .reduce(
        (sum, { n_waiting: nWaiting, n_graded: nGraded }) =>
          sum + (this.shown === 'graded' ? 0 : nWaiting) + (this.shown === 'waiting' ? 0 : nGraded),
        0
      );
  }

  /** Read an answer. */
  async open(attempt: string): Promise<void> {
    const { course } = this;
    const { api, trans } = this._options;
    if (course === null) {
      return;
    }
    this._attempt = attempt;
    this.note = null;
    this.answer = { kind: 'loading' };
    this._changed();
    let answer: Loaded<IAnswerToGrade>;
    try {
      answer = { kind: 'ready', value: await api.answerToGrade(course, attempt, this.isBlind) };
    } catch (error) {
      answer = { kind: 'failed', words: failureWords(error, trans) };
    }
    if (this._attempt === attempt) {
      this.answer = answer;
      this._changed();
    }
  }

  /** Go back to the list; what was typed stays. */
  async back(): Promise<void> {
    this._attempt = null;
    this.answer = null;
    this.note = null;
    this._changed();
    await this.refresh();
  }

  type(draft: Partial<IDraft>): void {
    if (this._attempt !== null) {
      this._drafts.set(this._attempt, { ...this.draft, ...draft });
      this._changed();
    }
  }

  /** Store what was typed, and go on with the next answer that waits. */
  async save(): Promise<void> {
    const { course, cell, isSaving, _attempt: attempt, draft } = this;
    const { trans, graded } = this._options;
    if (course === null || cell === null || attempt === null || isSaving) {
      return;
    }
    const points = readPoints(draft.points);
    if (points === null || points > cell.max_points) {
      const most = formatPoints(cell.max_points);
      this._tell('problem', trans.__('Type points from 0 to %1, in halves.', most));
      return;
    }
    this.isSaving = true;
    this._changed();
    try {
      await this._send(course, attempt, { cell, points, comment: draft.comment });
      graded(course);
      await this._goOn(
        attempt,
        trans.__('Saved: %1 of %2 points.', formatPoints(points), cell.max_points)
      );
    } catch (error) {
      await this._sayWhy(error, attempt);
    } finally {
      this.isSaving = false;
      this._changed();
    }
  }

  /** Go to the answer before this one in the list. */
  async previous(): Promise<void> {
    const items = this.list.kind === 'ready' ? this.list.value.items : [];
    const here = items.findIndex(each => each.attempt === this._attempt);
    const attempt = here > 0 ? items[here - 1].attempt : this._last;
    if (attempt !== null) {
      await this.open(attempt);
    }
  }

  private async _send(
    course: string,
    attempt: string,
    given: { readonly cell: ICellToGrade; readonly points: number; readonly comment: string }
  ): Promise<void> {
    const { cell, points, comment } = given;
    const seen = { points: cell.points, comment: cell.comment, graded_by: cell.graded_by };
    const address = { attempt, cell: cell.cell, isBlind: this.isBlind };
    await this._options.api.giveGrade(course, address, { points, comment, seen });
    this._drafts.delete(attempt);
  }

  private async _goOn(attempt: string, saved: string): Promise<void> {
    const { trans, say } = this._options;
    const before = this.list.kind === 'ready' ? this.list.value.items : [];
    const here = before.findIndex(each => each.attempt === attempt);
    const after = before.slice(here + 1).find(isWaiting)?.attempt;
    await this.refresh();
    const items = this.list.kind === 'ready' ? this.list.value.items : [];
    const next =
      items.find(each => each.attempt === after) ??
      items.find(each => isWaiting(each) && each.attempt !== attempt);
    this._last = attempt;
    if (next === undefined) {
      await this.back();
      this._tell('done', [saved, trans.__('Nothing else waits here.')].join(' '));
      return;
    }
    await this.open(next.attempt);
    say([saved, trans.__('Next: %1.', this.nameOf(next))].join(' '));
  }

  /** Who an answer is of, as a trainer may know it. */
  nameOf({ learner, exercise }: Pick<IToGradeItem, 'learner' | 'exercise'>): string {
    return learner?.display_name ?? this._options.trans.__('an answer to %1', exercise);
  }

  private async _sayWhy(error: unknown, attempt: string): Promise<void> {
    const { trans } = this._options;
    const words = failureWords(error, trans);
    if (isRecord(error) && error.code === 'conflict') {
      const { draft } = this;
      await this.open(attempt);
      this._drafts.set(attempt, draft);
      this._tell('problem', trans.__('Not saved. %1 Save again to replace it.', words));
      return;
    }
    this._tell('problem', trans.__('Not saved. %1 What you typed is still here.', words));
  }

  private _tell(tone: INote['tone'], words: string): void {
    this.note = { tone, words };
    this._options.say(words);
    this._changed();
  }

  private _changed(): void {
    this.stateChanged.emit();
  }

  private readonly _drafts = new Map<string, IDraft>();
  private _attempt: string | null = null;
  private _last: string | null = null;
  private _asking = 0;
}

/** Whether a person still has to give points. */
export function isWaiting({ cells }: Pick<IToGradeItem, 'cells'>): boolean {
  return cells.some(({ points }) => points === null);
}

function stored(cell: ICellToGrade | null): IDraft {
  const points = cell?.points ?? null;
  return {
    points: points === null ? '' : formatPoints(points),
    comment: cell?.comment ?? ''
  };
}
