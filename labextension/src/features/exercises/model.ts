import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey, IMissing, INewAttempt } from '../../api/types';
import type { ExerciseState } from '../../shared/StateMark';
import { asSentence, failureWords } from '../../shared/failure';
import { isSameStep } from '../../shared/stepKey';
import type { IStepRelease } from '../../shared/stepRelease';
import type { IProgressModel } from '../progress/tokens';
import type { Announcements } from './announcements';
import { submittedAt } from './attemptOrder';
import type { INotebookAnswers } from './answers';
import { attemptsAllowed } from './attemptsAllowed';
import { CheckWatch } from './checkWatch';
import { LatestChecks } from './latestChecks';
import { MissingThings } from './missing';
import { StepOutline } from './outline';
import type { IOutbox, IWaitingCheck, OutboxEvent } from './outboxEvents';
import type { IOutboxEntry } from './outboxStore';
import type { IClock } from '../../shared/clock';
import type { CheckPhase, IExerciseView } from './state';
import { isChecking, isOnItsWay } from './state';
import { announcementWords, isPassed, pauseWords, problemWords } from './words';

export interface IExercisesOptions {
  readonly step: IStepRelease;
  readonly api: Pick<IHybridApi, 'course' | 'latestAttempts' | 'attempt' | 'cancelAttempt'>;
  readonly progress: IProgressModel;
  readonly outbox: IOutbox;
  /** Key of the live session that this window is in, or null. */
  readonly session: () => string | null;
  /** Whether the notebook's own kernel has something; null if it cannot be asked now. */
  readonly kernelHas: (missing: IMissing) => Promise<boolean | null>;
  /** Sentences for a screen reader. */
  readonly announcements: Announcements;
  readonly trans: TranslationBundle;
  /** A new UUID at each call. */
  readonly newId: () => string;
  readonly clock: IClock;
}

const IDLE: CheckPhase = { kind: 'idle' };

/** The exercises of one open notebook: what is known of each, and Check. */
export class ExercisesModel implements IDisposable {
  constructor(options: IExercisesOptions) {
    this._options = options;
    this.step = options.step;
    this._missing = new MissingThings(options.kernelHas, () => {
      this._changed.emit();
    });
    this._outline = new StepOutline(options.step, options.api);
    this._watch = new CheckWatch({
      ...options,
      changed: () => {
        this._changed.emit();
      },
      concluded: attempt => void options.outbox.conclude(attempt),
      say: (exercise, name, sentence) => {
        this._say(exercise, name, sentence);
      }
    });
    options.outbox.happened.connect((_, event) => {
      this._onOutbox(event);
    }, this);
    options.progress.changed.connect((_, course) => {
      this._onProgress(course);
    }, this);
    options.outbox.waiting(this.step).forEach(waiting => {
      this._adopt(waiting);
    });
  }

  readonly step: IStepRelease;

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Emitted when what a bar shows may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Read what the server knows of this step; goes on trying while it cannot be reached. */
  async load(): Promise<void> {
    this._cancelLater?.();
    try {
      await this._read();
      this._nTries = 0;
      this._trouble = null;
    } catch (error) {
      this._trouble = failureWords(error, this._options.trans);
      if (isTemporary(error)) {
        this._loadLater();
      }
    }
    this._changed.emit();
  }

  /** What the bar of an exercise shows. */
  view(exercise: string): IExerciseView {
    const known = this._options.progress.exercise(this.key(exercise));
    const attempt = this._attempts.get(exercise) ?? null;
    const nAttempts = Math.max(known?.n_attempts ?? 0, attempt?.n_attempts ?? 0);
    const outline = this._outline.exercise(exercise);
    return {
      exercise,
      state: known?.state ?? stateOf(attempt),
      points: known?.points ?? attempt?.points ?? 0,
      maxPoints: known?.max_points ?? attempt?.max_points ?? null,
      nAttempts,
      ...attemptsAllowed(known, { nAttempts, limit: outline?.max_attempts ?? null }),
      nHints: outline?.n_hints ?? null,
      solution: known?.solution ?? 'locked',
      phase: this._phases.get(exercise) ?? IDLE,
      watched: this._watch.of(exercise),
      attempt,
      trouble: this._trouble,
      problems: this._problems.get(exercise) ?? [],
      missing: this._missing.of(exercise)
    };
  }

  /** Hand in what the notebook holds; the same answers only once while they are on their way. */
  async check(exercise: string, found: INotebookAnswers): Promise<void> {
    const answers = Object.fromEntries(found.cells.map(({ answer, source }) => [answer, source]));
    const content = { release: this.step.release, answers, free: [...found.free] };
    const phase = this._phases.get(exercise) ?? IDLE;
    if (isOnItsWay(phase) && this._latest.isSame(exercise, content)) {
      return;
    }
    const id = this._options.newId();
    if (this.view(exercise).nAttemptsLeft === 0) {
      this._say(exercise, `${id}:none-left`, this._options.trans.__('No attempts are left.'));
      return;
    }
    this._problems.set(
      exercise,
      problemWords(found, this._outline.answersUntil(exercise), this._options.trans)
    );
    const session = this._options.session();
    const submitted = this._submit(exercise, {
      id,
      ...content,
      ...(session === null ? {} : { session })
    });
    if (phase.kind === 'waiting') {
      // The server has not taken the older answer, and the learner has a better one.
      await this._options.outbox.withdraw(phase.attempt);
    }
    await submitted;
  }

  /** Take back the Check of an exercise that has no result yet. */
  async cancel(exercise: string): Promise<void> {
    await this._watch.cancel(exercise);
  }

  /** The answers that belong to an exercise as it was released; empty while that is not known. */
  answerIds(exercise: string): readonly string[] {
    return this._outline.exercise(exercise)?.answers ?? [];
  }

  /** The address of one of the exercises. */
  key(exercise: string): IExerciseKey {
    const { course, module, step } = this.step;
    return { course, module, step, exercise };
  }

  dispose(): void {
    this._isDisposed = true;
    this._cancelLater?.();
    this._watch.dispose();
    Signal.clearData(this);
  }

  private async _read(): Promise<void> {
    const { api, progress } = this._options;
    const [attempts] = await Promise.all([
      api.latestAttempts(this.step),
      this._outline.read(),
      progress.load(this.step.course)
    ]);
    for (const attempt of attempts) {
      this._show(attempt);
    }
    if (attempts.some(({ state }) => state === 'queued')) {
      this._loadLater();
    }
  }

  private _loadLater(): void {
    if (this._isDisposed) {
      return;
    }
    const { clock } = this._options;
    this._nTries += 1;
    this._cancelLater = clock.later(retryDelay(this._nTries, clock.random()), () => {
      void this.load();
    });
  }

  private _adopt({ entry, isSending, until }: IWaitingCheck): void {
    const { exercise } = entry.exercise;
    this._latest.press(entry);
    this._enter(
      exercise,
      isSending
        ? this._checking(entry)
        : until === null
          ? this._kept(entry, null)
          : this._waiting(entry, until)
    );
  }

  private async _submit(exercise: string, attempt: INewAttempt): Promise<void> {
    const { clock, outbox, trans } = this._options;
    const { id } = attempt;
    const entry = { id, exercise: this.key(exercise), attempt, pressedAt: clock.now() };
    this._latest.press(entry);
    this._setPhase(exercise, this._checking(entry));
    this._say(exercise, `${id}:checking`, trans.__('Checking.'));
    await outbox.submit(entry);
  }

  private _onOutbox(event: OutboxEvent): void {
    if (event.kind === 'settled') {
      this._onSettledElsewhere(event.id, event.exercise);
    } else if (isSameStep(event.entry.exercise, this.step)) {
      this._onOwn(event);
    }
  }

  private _onOwn(event: Exclude<OutboxEvent, { kind: 'settled' }>): void {
    const { entry } = event;
    const { exercise } = entry.exercise;
    if (!this._latest.isLatest(entry)) {
      // Check was pressed again with other answers: only what becomes of that press is told.
      if (event.kind === 'answered' && event.attempt.state !== 'queued') {
        this._show(event.attempt);
        this._changed.emit();
      }
      return;
    }
    const phase = this._phases.get(exercise) ?? IDLE;
    switch (event.kind) {
      case 'sending':
        this._setPhase(exercise, isChecking(phase, entry.id) ? phase : this._checking(entry));
        break;
      case 'kept':
        this._onKept(entry, event.words);
        break;
      case 'waiting':
        this._onWaiting(entry, event.until);
        break;
      case 'answered':
        this._onAnswer(entry, event.attempt);
        break;
      case 'refused':
        this._onRefused(entry, event.error);
    }
  }

  private _onKept(entry: IOutboxEntry, words: string | null): void {
    const { exercise } = entry.exercise;
    this._delayed.add(entry.id);
    this._setPhase(exercise, this._kept(entry, words));
    const sentence = this._options.trans.__('It is kept here and will be sent by itself.');
    this._say(exercise, `${entry.id}:kept`, sentence);
  }

  private _onWaiting(entry: IOutboxEntry, until: number): void {
    const { clock, outbox, trans } = this._options;
    const { exercise } = entry.exercise;
    this._delayed.add(entry.id);
    this._setPhase(exercise, this._waiting(entry, until));
    const sentence = pauseWords(until - clock.now(), outbox.isDurable, trans);
    this._say(exercise, `${entry.id}:waiting`, sentence);
  }

  private _onRefused(
    { id, exercise: { exercise } }: IOutboxEntry,
    { message, status, field }: { message: string; status: number; field: string | null }
  ): void {
    const isOutdated = status === 404 || field === 'release';
    this._setPhase(exercise, { kind: 'refused', attempt: id, words: message, isOutdated });
    const sentence = this._options.trans.__('The server did not take it: %1', asSentence(message));
    this._say(exercise, `${id}:refused`, sentence);
  }

  private _onAnswer({ id, exercise: { exercise } }: IOutboxEntry, attempt: IAttempt): void {
    const { trans } = this._options;
    const isDelayed = this._delayed.has(id);
    const sent = isDelayed ? `${trans.__('It has been sent.')} ` : '';
    if (attempt.state === 'queued') {
      this._setPhase(exercise, this._checking({ id }));
      if (isDelayed) {
        this._say(exercise, `${id}:sent`, sent.trim());
        this._delayed.delete(id);
      }
      return;
    }
    this._delayed.delete(id);
    this._enter(exercise, IDLE);
    this._show(attempt);
    this._changed.emit();
    this._say(exercise, `${id}:answered`, sent + announcementWords(attempt, trans));
  }

  private _onSettledElsewhere(id: string, exercise: IExerciseKey): void {
    if (!isSameStep(exercise, this.step)) {
      return;
    }
    const phase = this._phases.get(exercise.exercise) ?? IDLE;
    if (phase.kind === 'checking' && phase.attempt !== id) {
      // This tab's own Check is on its way, and will bring the latest result.
      return;
    }
    if (phase.kind !== 'idle' && phase.attempt === id) {
      this._setPhase(exercise.exercise, IDLE);
    }
    void this.load();
  }

  private _onProgress(course: string): void {
    if (course === this.step.course) {
      this._changed.emit();
    }
  }

  /** Show an attempt, unless a later one is shown already. */
  private _show(attempt: IAttempt): void {
    const shown = this._attempts.get(attempt.exercise);
    if (shown && shown.id !== attempt.id && submittedAt(attempt) < submittedAt(shown)) {
      return;
    }
    this._attempts.set(attempt.exercise, attempt);
    void this._missing.take(attempt);
  }

  private _kept({ id }: IOutboxEntry, words: string | null): CheckPhase {
    return { kind: 'kept', attempt: id, isDurable: this._options.outbox.isDurable, words };
  }

  private _waiting({ id }: IOutboxEntry, until: number): CheckPhase {
    return { kind: 'waiting', attempt: id, until, isDurable: this._options.outbox.isDurable };
  }

  private _setPhase(exercise: string, phase: CheckPhase): void {
    this._enter(exercise, phase);
    this._changed.emit();
  }

  private _enter(exercise: string, phase: CheckPhase): void {
    this._phases.set(exercise, phase);
    if (phase.kind === 'checking') {
      this._watch.follow(this.key(exercise), phase.attempt);
    } else {
      this._watch.leave(exercise);
    }
  }

  private _checking({ id }: Pick<IOutboxEntry, 'id'>): CheckPhase {
    return { kind: 'checking', attempt: id, since: this._options.clock.now() };
  }

  private _say(exercise: string, name: string, sentence: string): void {
    const { announcements, trans } = this._options;
    announcements.say(name, `${trans.__('Exercise %1.', exercise)} ${sentence}`);
  }

  private readonly _options: IExercisesOptions;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _attempts = new Map<string, IAttempt>();
  private readonly _phases = new Map<string, CheckPhase>();
  private readonly _problems = new Map<string, readonly string[]>();
  private readonly _missing: MissingThings;
  private readonly _outline: StepOutline;
  private readonly _watch: CheckWatch;
  private readonly _latest = new LatestChecks();
  /** Attempts that were kept or had to wait, and of which that was said. */
  private readonly _delayed = new Set<string>();
  private _trouble: string | null = null;
  private _nTries = 0;
  private _cancelLater: (() => void) | undefined;
  private _isDisposed = false;
}

function stateOf(attempt: IAttempt | null): ExerciseState {
  if (attempt === null || attempt.state === 'cancelled') {
    return 'not_started';
  }
  return isPassed(attempt) ? 'passed' : 'tried';
}
