import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey } from '../../api/types';
import { failureWords } from '../../shared/failure';
import { submittedAt } from './attemptOrder';
import type { IHintsView } from './hints';
import { hintsOf } from './hints';
import type { ILine } from './lineDiff';
import { lineDifferences } from './lineDiff';
import { isCounted } from './words';

/** With what an attempt is compared. */
export type Against = 'now' | 'before' | 'after';

/** The answers of an exercise by their ids. */
export type Answers = Readonly<Record<string, string>>;

export interface IAnswerDifference {
  readonly answer: string;
  readonly lines: readonly ILine[];
}

export interface IChosenView {
  readonly attempt: IAttempt;
  /** Counted from 1. */
  readonly number: number;
  readonly against: Against;
  readonly choices: readonly Against[];
  /** Null while the answers are read. */
  readonly differences: readonly IAnswerDifference[] | null;
}

export interface IHistoryView {
  readonly isOpen: boolean;
  /** Oldest first; null while they are not read. */
  readonly attempts: readonly IAttempt[] | null;
  readonly chosen: IChosenView | null;
  /** What could not be read, or what was put back, as sentences. */
  readonly sentences: readonly string[];
  readonly hints: IHintsView;
}

export interface IHistoryOptions {
  readonly exercise: IExerciseKey;
  readonly api: Pick<IHybridApi, 'attempts' | 'answers'>;
  readonly trans: TranslationBundle;
  /** The answers that the notebook holds now. */
  readonly answersNow: () => Answers;
  /** Write answers into the notebook; returns those that have no cell. */
  readonly write: (answers: Answers) => string[];
  /** Ask whether answers that were never handed in may be overwritten. */
  readonly mayOverwrite: () => Promise<boolean>;
}

/** Each costs a request: further back it is asked instead, before anything is overwritten. */
const MOST_COMPARED = 3;

/** All attempts of the learner at one exercise; read when they are looked at. */
export class AttemptHistory {
  constructor(private readonly _options: IHistoryOptions) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get view(): IHistoryView {
    return {
      isOpen: this._isOpen,
      attempts: this._attempts,
      chosen: this._chosenView(),
      sentences: this._sentences,
      hints: this._hints()
    };
  }

  /** Know of an attempt without asking for it. */
  note(attempt: IAttempt): void {
    if (attempt.state === 'queued') {
      return;
    }
    const isIncomplete = isBehind(this._attempts ?? this._met, attempt);
    if (isIncomplete) {
      // Others were made elsewhere meanwhile.
      this._met = [];
      this._isStale = true;
    }
    put(this._met, attempt);
    put(this._attempts ?? [], attempt);
    if (isIncomplete && this._isOpen) {
      void this.load();
    }
  }

  async open(isOpen: boolean): Promise<void> {
    this._isOpen = isOpen;
    this._changed.emit();
    if (isOpen) {
      await this.load();
    }
  }

  /** Read all attempts, unless they are known. */
  async load(): Promise<void> {
    if (this._isStale && !this._isLoading) {
      this._isLoading = true;
      await this._tell(async () => {
        try {
          await this._readAll();
        } finally {
          this._isLoading = false;
        }
      });
    }
  }

  async choose(id: string, against: Against = 'now'): Promise<void> {
    this._chosen = { id, against };
    this._changed.emit();
    await this._tell(async () => {
      const compared = [id, this._other(id, against)?.id];
      await Promise.all(compared.map(async each => each && this._read(each)));
    });
  }

  /** Show what is in the notebook now. */
  refresh(): void {
    if (this._isOpen && this._chosen?.against === 'now') {
      this._changed.emit();
    }
  }

  /** Write the chosen attempt's answers into the notebook. */
  async putBack(): Promise<void> {
    const { _options: options } = this;
    const chosen = this._chosenView();
    if (chosen === null) {
      return;
    }
    await this._tell(async () => {
      const answers = await this._read(chosen.attempt.id);
      const isKept = await this._isHandedIn(options.answersNow);
      if (isKept || (await options.mayOverwrite())) {
        const unanswered = Object.keys(options.answersNow()).filter(each => !(each in answers));
        const without = options.write(answers);
        this._sentences = putBackWords({ ...chosen, unanswered, without }, options.trans);
      }
    });
  }

  private async _readAll(): Promise<void> {
    this._isStale = false;
    try {
      this._attempts = [...(await this._options.api.attempts(this._options.exercise))];
    } catch (error) {
      this._isStale = true;
      throw error;
    }
    for (const attempt of this._met) {
      // What came while they were read is not among them.
      put(this._attempts, attempt);
    }
  }

  private _hints(): IHintsView {
    const areAll = this._attempts !== null && !this._isStale && !this._isLoading;
    return hintsOf((areAll ? this._attempts : null) ?? this._met, areAll);
  }

  private async _tell(task: () => Promise<void>): Promise<void> {
    this._sentences = [];
    try {
      await task();
    } catch (error) {
      this._sentences = [failureWords(error, this._options.trans)];
    }
    this._changed.emit();
  }

  /** Whether one of the latest attempts has exactly the answers that there are, also once it is read. */
  private async _isHandedIn(now: () => Answers): Promise<boolean> {
    const latest = (this._attempts ?? []).slice(-MOST_COMPARED).reverse();
    for (const { id } of latest) {
      const stored = await this._read(id);
      if (Object.entries(now()).every(([answer, source]) => stored[answer] === source)) {
        return true;
      }
    }
    return false;
  }

  private async _read(id: string): Promise<Answers> {
    const known = this._answers.get(id);
    if (known !== undefined) {
      return known;
    }
    const { answers } = await this._options.api.answers(this._options.exercise, id);
    this._answers.set(id, answers);
    return answers;
  }

  private _chosenView(): IChosenView | null {
    const attempts = this._attempts ?? [];
    const index = attempts.findIndex(({ id }) => id === this._chosen?.id);
    if (this._chosen === null || index < 0) {
      return null;
    }
    const choices: Against[] = ['now'];
    if (index > 0) {
      choices.push('before');
    }
    if (index < attempts.length - 1) {
      choices.push('after');
    }
    const { id, against } = this._chosen;
    const differences = this._differences(id, against);
    return { attempt: attempts[index], number: index + 1, against, choices, differences };
  }

  private _differences(id: string, against: Against): IAnswerDifference[] | null {
    const now = this._options.answersNow();
    const one = this._answers.get(id);
    const other = against === 'now' ? now : this._answers.get(this._other(id, against)?.id ?? '');
    if (one === undefined || other === undefined) {
      return null;
    }
    // Always from the older to the newer one.
    const [older, newer] = against === 'before' ? [other, one] : [one, other];
    return Object.keys(now).map(answer => ({
      answer,
      lines: lineDifferences(older[answer] ?? '', newer[answer] ?? '')
    }));
  }

  private _other(id: string, against: Against): IAttempt | undefined {
    const attempts = this._attempts ?? [];
    const index = attempts.findIndex(attempt => attempt.id === id);
    const step = { now: Number.NaN, before: -1, after: 1 }[against];
    return attempts[index + step];
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _answers = new Map<string, Answers>();
  private _met: IAttempt[] = [];
  private _attempts: IAttempt[] | null = null;
  /** Whether there are attempts that are not among those that were read. */
  private _isStale = true;
  private _chosen: { readonly id: string; readonly against: Against } | null = null;
  private _sentences: readonly string[] = [];
  private _isOpen = false;
  private _isLoading = false;
}

/** Put an attempt where it belongs among others, oldest first. */
function put(attempts: IAttempt[], attempt: IAttempt): void {
  const index = attempts.findIndex(({ id }) => id === attempt.id);
  attempts.splice(index < 0 ? attempts.length : index, 1, attempt);
  attempts.sort((one, other) => submittedAt(one) - submittedAt(other));
}

/** Whether more attempts count by now than those that are known and this one. */
function isBehind(known: readonly IAttempt[], attempt: IAttempt): boolean {
  const { id, n_attempts: n } = attempt;
  const isNew = known.every(each => each.id !== id);
  const nKnown = Math.max(0, ...known.map(each => each.n_attempts));
  return n > nKnown + (isNew && isCounted(attempt) ? 1 : 0);
}

interface IPutBack {
  /** Of the attempt, counted from 1. */
  readonly number: number;
  /** Answers that have a cell, and that the attempt did not hold. */
  readonly unanswered: readonly string[];
  /** Answers of the attempt that have no cell. */
  readonly without: readonly string[];
}

function putBackWords(
  { number, unanswered, without }: IPutBack,
  trans: TranslationBundle
): string[] {
  return [
    trans.__(
      'The answers are in the notebook again. Undo in the cell brings back what stood there.'
    ),
    ...unanswered.map(answer =>
      trans.__('Attempt %1 had no answer %2: what stands there was left.', number, answer)
    ),
    ...without.map(answer =>
      trans.__('The cell of answer %1 is gone: it was not put back.', answer)
    )
  ];
}
