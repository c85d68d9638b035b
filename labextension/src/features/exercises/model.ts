import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey, INewAttempt } from '../../api/types';
import type { ExerciseState } from '../../shared/StateMark';
import { failureWords } from '../../shared/failure';
import type { IStepRelease } from '../../shared/stepRelease';
import type { IProgressModel } from '../progress/tokens';
import type { INotebookAnswers } from './answers';
import type { IOutbox, IOutboxClock, OutboxEvent } from './outbox';
import { isOfStep, isTemporary, retryDelay } from './outbox';
import type { IOutboxEntry } from './outboxStore';
import type { CheckPhase, IExerciseView } from './state';
import { announcementWords, isPassed, problemWords } from './words';

export interface IExercisesOptions {
  readonly step: IStepRelease;
  readonly api: Pick<IHybridApi, 'course' | 'latestAttempts'>;
  readonly progress: IProgressModel;
  readonly outbox: IOutbox;
  /** Key of the live session that this window is in, or null. */
  readonly session: () => string | null;
  readonly trans: TranslationBundle;
  /** Milliseconds, as `Date.now()` gives them. */
  readonly now: () => number;
  /** A new UUID at each call. */
  readonly newId: () => string;
  readonly clock: IOutboxClock;
}

const IDLE: CheckPhase = { kind: 'idle' };

/** The exercises of one open notebook: what is known of each, and Check. */
export class ExercisesModel implements IDisposable {
  constructor(options: IExercisesOptions) {
    this._options = options;
    this.step = options.step;
    options.outbox.happened.connect((_, event) => {
      this._onOutbox(event);
    }, this);
    options.progress.changed.connect((_, course) => {
      this._onProgress(course);
    }, this);
    for (const { entry, isSending } of options.outbox.waiting(this.step)) {
      this._setPhase(
        entry.exercise.exercise,
        isSending ? this._checking(entry) : this._kept(entry)
      );
    }
  }

  readonly step: IStepRelease;

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Emitted when what a bar shows may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Sentences for a screen reader. */
  get said(): ISignal<this, string> {
    return this._said;
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
    const known = this._options.progress.exercise(this._key(exercise));
    const attempt = this._attempts.get(exercise) ?? null;
    return {
      exercise,
      state: known?.state ?? stateOf(attempt),
      points: known?.points ?? attempt?.points ?? 0,
      maxPoints: known?.max_points ?? attempt?.max_points ?? null,
      nAttempts: Math.max(known?.n_attempts ?? 0, attempt?.n_attempts ?? 0),
      phase: this._phases.get(exercise) ?? IDLE,
      attempt,
      trouble: this._trouble,
      problems: this._problems.get(exercise) ?? []
    };
  }

  /** Hand in what the notebook holds; the same answers only once while they are on their way. */
  async check(exercise: string, found: INotebookAnswers): Promise<void> {
    const answers = Object.fromEntries(found.cells.map(({ answer, source }) => [answer, source]));
    const fingerprint = JSON.stringify([answers, found.free]);
    if (this._isOnItsWay(exercise) && this._fingerprints.get(exercise) === fingerprint) {
      return;
    }
    this._fingerprints.set(exercise, fingerprint);
    this._problems.set(
      exercise,
      problemWords(found, this._expected(exercise), this._options.trans)
    );
    const { release } = this.step;
    const session = this._options.session();
    await this._submit(exercise, {
      id: this._options.newId(),
      release,
      answers,
      free: [...found.free],
      ...(session === null ? {} : { session })
    });
  }

  dispose(): void {
    this._isDisposed = true;
    this._cancelLater?.();
    Signal.clearData(this);
  }

  private async _read(): Promise<void> {
    const { api, progress } = this._options;
    const [attempts, course] = await Promise.all([
      api.latestAttempts(this.step),
      api.course(this.step.course),
      progress.load(this.step.course)
    ]);
    const step = course.modules
      .find(({ key }) => key === this.step.module)
      ?.steps.find(({ key }) => key === this.step.step);
    if (step?.release === this.step.release) {
      this._answers = new Map(step.exercises.map(({ key, answers }) => [key, answers]));
    }
    for (const attempt of attempts) {
      this._attempts.set(attempt.exercise, attempt);
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

  private async _submit(exercise: string, attempt: INewAttempt): Promise<void> {
    const entry: IOutboxEntry = {
      id: attempt.id,
      exercise: this._key(exercise),
      attempt,
      pressedAt: this._options.now()
    };
    this._setPhase(exercise, this._checking(entry));
    await this._options.outbox.submit(entry);
  }

  /** The answers that a Check depends on: an exercise may call what an earlier one defined. */
  private _expected(exercise: string): string[] | null {
    const keys = [...(this._answers?.keys() ?? [])];
    const until = keys.indexOf(exercise);
    return until < 0
      ? null
      : keys.slice(0, until + 1).flatMap(key => this._answers?.get(key) ?? []);
  }

  private _onOutbox(event: OutboxEvent): void {
    if (event.kind === 'settled') {
      this._onSettledElsewhere(event.exercise);
    } else if (isOfStep(event.entry.exercise, this.step)) {
      this._onOwn(event);
    }
  }

  private _onOwn(event: Exclude<OutboxEvent, { kind: 'settled' }>): void {
    const { entry } = event;
    const { exercise } = entry.exercise;
    const phase = this._phases.get(exercise) ?? IDLE;
    if (phase.kind !== 'idle' && phase.attempt !== entry.id) {
      // Check was pressed again with other answers: only the latest press is shown.
      return;
    }
    switch (event.kind) {
      case 'sending':
        this._setPhase(exercise, phase.kind === 'checking' ? phase : this._checking(entry));
        break;
      case 'kept':
        this._onKept(entry);
        break;
      case 'answered':
        this._onAnswer(entry, event.attempt);
        break;
      case 'refused':
        this._onRefused(entry, event.error.message);
    }
  }

  private _onKept(entry: IOutboxEntry): void {
    this._setPhase(entry.exercise.exercise, this._kept(entry));
    if (!this._saidKept.has(entry.id)) {
      this._saidKept.add(entry.id);
      this._say(entry, this._options.trans.__('It is kept here and will be sent by itself.'));
    }
  }

  private _onRefused(entry: IOutboxEntry, words: string): void {
    this._setPhase(entry.exercise.exercise, { kind: 'refused', attempt: entry.id, words });
    this._say(entry, this._options.trans.__('The server did not take it: %1', words));
  }

  private _onAnswer({ exercise: { exercise } }: IOutboxEntry, attempt: IAttempt): void {
    if (attempt.state === 'queued') {
      return;
    }
    this._attempts.set(exercise, attempt);
    this._setPhase(exercise, IDLE);
    this._said.emit(announcementWords(attempt, this._options.trans));
  }

  private _onSettledElsewhere(exercise: IExerciseKey): void {
    if (!isOfStep(exercise, this.step)) {
      return;
    }
    this._setPhase(exercise.exercise, IDLE);
    void this.load();
  }

  private _onProgress(course: string): void {
    if (course === this.step.course) {
      this._changed.emit();
    }
  }

  private _isOnItsWay(exercise: string): boolean {
    const kind = this._phases.get(exercise)?.kind;
    return kind === 'checking' || kind === 'kept';
  }

  private _kept({ id }: IOutboxEntry): CheckPhase {
    return { kind: 'kept', attempt: id, isDurable: this._options.outbox.isDurable };
  }

  private _setPhase(exercise: string, phase: CheckPhase): void {
    this._phases.set(exercise, phase);
    this._changed.emit();
  }

  private _checking({ id }: IOutboxEntry): CheckPhase {
    return { kind: 'checking', attempt: id, since: this._options.now() };
  }

  private _say({ exercise: { exercise } }: IOutboxEntry, sentence: string): void {
    this._said.emit(`${this._options.trans.__('Exercise %1.', exercise)} ${sentence}`);
  }

  private _key(exercise: string): IExerciseKey {
    const { course, module, step } = this.step;
    return { course, module, step, exercise };
  }

  private readonly _options: IExercisesOptions;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _said = new Signal<this, string>(this);
  private readonly _attempts = new Map<string, IAttempt>();
  private readonly _phases = new Map<string, CheckPhase>();
  private readonly _problems = new Map<string, readonly string[]>();
  private readonly _fingerprints = new Map<string, string>();
  private _answers: ReadonlyMap<string, readonly string[]> | null = null;
  private readonly _saidKept = new Set<string>();
  private _trouble: string | null = null;
  private _nTries = 0;
  private _cancelLater: (() => void) | undefined;
  private _isDisposed = false;
}

function stateOf(attempt: IAttempt | null): ExerciseState {
  if (attempt === null) {
    return 'not_started';
  }
  return isPassed(attempt) ? 'passed' : 'tried';
}
