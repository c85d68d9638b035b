import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ILintMessage } from '../../api/types';
import type { ISourceNotebook } from './access';
import type { DryRuns } from './dryRuns';
import type { ISourceCell } from './exercises';
import { answerAbove, answerOf, exerciseOf, testsOf } from './exercises';
import type { Region } from './markers';
import { hasHiddenTests } from './markers';
import { placeMessages } from './placement';
import type { Snapshot } from './placement';
import type { IMarks, Role } from './roles';
import { idProblem, isAnswer, isGraded, readMarks, suggestId, toBlock } from './roles';
import type { ISettings } from './settings';
import { changeSettings, readSettings, saysAnything } from './settings';
import type { ICellView, IStripView } from './state';

/** What a cell had before it lost its role, so that a look at other roles costs nothing. */
interface ILeftBehind {
  readonly marks: IMarks;
  readonly settings: ISettings;
}

const NO_SETTINGS: ISettings = {
  exercise: null,
  hints: [],
  attempts: null,
  pauseS: null,
  solution: null,
  giveUpAfter: null
};

/** The cells of one source notebook as its author marks them; knows no DOM. */
export class AuthoringModel implements IDisposable {
  constructor(
    private readonly _notebook: ISourceNotebook,
    readonly dryRuns: DryRuns
  ) {
    dryRuns.changed.connect(() => {
      this.refresh();
    }, this);
  }

  /** The notebook, its active cell, or what is known of it changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Read the notebook again and tell everybody. */
  refresh(): void {
    if (!this._isDisposed) {
      this._strips = null;
      this._changed.emit();
    }
  }

  /** Take over what lint says of this notebook as it was at that time. */
  setMessages(messages: readonly ILintMessage[], seen: Snapshot): void {
    this._messages = messages;
    this._seen = seen;
    this.refresh();
  }

  /** The active cell, or null. */
  get active(): ICellView | null {
    const { cells, activeId } = this._notebook;
    const index = cells.findIndex(({ id }) => id === activeId);
    return index === -1 ? null : this._cellView(cells, index);
  }

  /** What stands under which cell, by the cell's id; nothing under an unmarked and sound one. */
  get strips(): ReadonlyMap<string, IStripView> {
    return (this._strips ??= this._readStrips());
  }

  /** Say what a cell is for; the sentence for those who do not see it is made by the caller. */
  setRole(id: string, role: Role): IMarks | null {
    const cell = this._find(id);
    if (cell === undefined) {
      return null;
    }
    const marks = this._marksAs(cell, role);
    this._notebook.write(id, { nbgrader: toBlock(marks), hybrid: this._hybridAs(cell, role) });
    this.refresh();
    return marks;
  }

  /** Give a cell another `grade_id`; false if it cannot have that one. */
  setId(id: string, gradeId: string): boolean {
    const cell = this._find(id);
    if (cell === undefined || idProblem(gradeId, this._taken(id)) !== null) {
      return false;
    }
    this._notebook.write(id, { nbgrader: toBlock({ ...readMarks(cell.nbgrader), id: gradeId }) });
    this.refresh();
    return true;
  }

  setPoints(id: string, points: number): void {
    const cell = this._find(id);
    if (cell !== undefined) {
      this._notebook.write(id, { nbgrader: toBlock({ ...readMarks(cell.nbgrader), points }) });
      this.refresh();
    }
  }

  setSettings(id: string, changes: Partial<ISettings>): void {
    const cell = this._find(id);
    if (cell !== undefined) {
      this._notebook.write(id, { hybrid: changeSettings(cell.hybrid, changes) });
      this.refresh();
    }
  }

  /** Put what is selected in a cell between markers; false if some are there already. */
  wrap(id: string, region: Region): boolean {
    const isWrapped = this._notebook.wrap(id, region);
    this.refresh();
    return isWrapped;
  }

  /** Id of the cell that "Go to Tests" or "Go to Answer" leads to, or null. */
  counterpart(id: string, kind: 'tests' | 'answer'): string | null {
    const find = kind === 'tests' ? testsOf : answerOf;
    return find(this._notebook.cells, id);
  }

  dispose(): void {
    this._isDisposed = true;
    this.dryRuns.dispose();
    Signal.clearData(this);
  }

  private _cellView(cells: readonly ISourceCell[], index: number): ICellView {
    const cell = cells[index];
    const exercise = exerciseOf(cells, cell.id);
    const key = exercise?.key ?? '';
    return {
      id: cell.id,
      number: index + 1,
      type: cell.type,
      marks: readMarks(cell.nbgrader),
      settings: readSettings(cell.hybrid),
      taken: this._taken(cell.id),
      exercise: key === '' ? null : key,
      hasTests: testsOf(cells, cell.id) !== null,
      hasAnswer: answerOf(cells, cell.id) !== null,
      canDryRun:
        key !== '' &&
        exercise?.graded.some(id => roleOf(cells, id) === 'tests') === true &&
        exercise.answers.length > 0,
      isDryRunning: this.dryRuns.get(key)?.kind === 'running'
    };
  }

  private _readStrips(): Map<string, IStripView> {
    const { cells } = this._notebook;
    const messages = placeMessages(this._messages, this._seen, cells);
    const runs = this.dryRuns.placed;
    const strips = new Map<string, IStripView>();
    cells.forEach((cell, index) => {
      const marks = readMarks(cell.nbgrader);
      const said = messages.get(cell.id) ?? [];
      const dryRun = runs.get(cell.id) ?? null;
      if (marks.role !== 'none' || said.length > 0) {
        strips.set(cell.id, {
          number: index + 1,
          marks,
          hasHiddenTests: hasHiddenTests(cell.source),
          nHints: readSettings(cell.hybrid).hints.length,
          messages: said,
          dryRun,
          counterpart: counterpartOf(cells, cell.id)
        });
      }
    });
    return strips;
  }

  private _marksAs(cell: ISourceCell, role: Role): IMarks {
    const now = readMarks(cell.nbgrader);
    const left = this._left.get(cell.id)?.marks ?? null;
    if (now.role !== 'none') {
      this._keep(cell, now);
    }
    const before = now.role === 'none' ? left : now;
    if (role === 'none') {
      return { role, id: '', points: 0 };
    }
    const points = now.points > 0 ? now.points : (left?.points ?? 0);
    return {
      role,
      id: this._idAs(cell, role, before),
      points: isGraded(role) ? (points > 0 ? points : 1) : 0
    };
  }

  /** The id that a cell has; another one if it was only suggested for another role, or is taken. */
  private _idAs(cell: ISourceCell, role: Exclude<Role, 'none'>, before: IMarks | null): string {
    const taken = this._taken(cell.id);
    const suggest = (as: Exclude<Role, 'none'>): string =>
      suggestId({
        role: as,
        source: cell.source,
        answer: answerAbove(this._notebook.cells, cell.id),
        taken
      });
    if (before === null || before.role === 'none' || idProblem(before.id, taken) !== null) {
      return suggest(role);
    }
    return before.id === suggest(before.role) ? suggest(role) : before.id;
  }

  private _hybridAs(cell: ISourceCell, role: Role): object | null | undefined {
    if (!isOfExercise(role)) {
      // Lint calls settings in a cell that belongs to no exercise a mistake.
      return cell.hybrid === undefined ? undefined : changeSettings(cell.hybrid, NO_SETTINGS);
    }
    const left = this._left.get(cell.id)?.settings;
    const mayRestore =
      !isOfExercise(readMarks(cell.nbgrader).role) && !saysAnything(readSettings(cell.hybrid));
    return mayRestore && left !== undefined && saysAnything(left)
      ? changeSettings(cell.hybrid, left)
      : undefined;
  }

  private _keep(cell: ISourceCell, marks: IMarks): void {
    const before = this._left.get(cell.id);
    const settings = readSettings(cell.hybrid);
    // In an exercise, no settings means that its author wants none; elsewhere they were put aside.
    const isMeant = isOfExercise(marks.role) || saysAnything(settings);
    this._left.set(cell.id, {
      marks: { ...marks, points: marks.points > 0 ? marks.points : (before?.marks.points ?? 0) },
      settings: isMeant ? settings : (before?.settings ?? NO_SETTINGS)
    });
  }

  private _taken(id: string): Set<string> {
    const others = this._notebook.cells.filter(cell => cell.id !== id);
    return new Set(others.map(cell => readMarks(cell.nbgrader).id).filter(each => each !== ''));
  }

  private _find(id: string): ISourceCell | undefined {
    return this._notebook.cells.find(cell => cell.id === id);
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _left = new Map<string, ILeftBehind>();
  private _messages: readonly ILintMessage[] = [];
  private _seen: Snapshot = [];
  private _strips: ReadonlyMap<string, IStripView> | null = null;
  private _isDisposed = false;
}

function isOfExercise(role: Role): boolean {
  return isAnswer(role) || isGraded(role);
}

function roleOf(cells: readonly ISourceCell[], id: string): Role {
  return readMarks(cells.find(cell => cell.id === id)?.nbgrader).role;
}

function counterpartOf(cells: readonly ISourceCell[], id: string): 'tests' | 'answer' | null {
  if (testsOf(cells, id) !== null && answerOf(cells, id) === null) {
    return 'tests';
  }
  return answerOf(cells, id) === null ? null : 'answer';
}
