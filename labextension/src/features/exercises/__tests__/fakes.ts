import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { HybridError, NetworkError } from '../../../api/errors';
import type {
  IAttempt,
  ICourse,
  IExercise,
  IExerciseKey,
  IExerciseProgress,
  INewAttempt,
  IProgress,
  ITest
} from '../../../api/types';
import type { IStepRelease } from '../../../shared/stepRelease';
import type { INotebookAnswers } from '../answers';
import type { IOutboxEntry } from '../outboxStore';
import type { IClock } from '../../../shared/clock';
import type { ISettled, ITabs } from '../tabs';

export const trans = nullTranslator.load('x');

export const RELEASE = 'a'.repeat(64);

export const STEP: IStepRelease = {
  course: 'c',
  module: 'm',
  step: 's',
  release: RELEASE,
  cells: null
};

export function exerciseKey(exercise = 'mean'): IExerciseKey {
  return { course: 'c', module: 'm', step: 's', exercise };
}

export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function entry(n = 1, exercise = 'mean'): IOutboxEntry {
  const attempt: INewAttempt = { id: uuid(n), release: RELEASE, answers: { mean: '1' }, free: [] };
  return { id: attempt.id, exercise: exerciseKey(exercise), attempt, pressedAt: n };
}

export function test(more: Partial<ITest> = {}): ITest {
  const said = { message: '', expected: null, got: null };
  return { cell: 't', name: 'mean([1]) == 1', passed: true, hidden: false, ...said, ...more };
}

/** A graded attempt with all points. */
export function attempt(more: Partial<IAttempt> = {}): IAttempt {
  return {
    id: uuid(1),
    ...exerciseKey(),
    release: RELEASE,
    delivery: 'alone',
    state: 'graded',
    submitted_at: '2026-01-01T00:00:00Z',
    graded_at: '2026-01-01T00:00:01Z',
    points: 2,
    max_points: 2,
    needs_manual_grade: false,
    isolation: 'A2',
    trust: 'split',
    practice: false,
    elapsed_ms: 300,
    tests: [test()],
    comments: [],
    hint: null,
    notes: [],
    missing: [],
    fault: null,
    position: null,
    n_attempts: 1,
    ...more
  };
}

/** What the server says to a Check that comes before the pause is over. */
export function tooEarly(retryAfterS: number | null): HybridError {
  return new HybridError('wait', 'too_many', 429, 'exercise', retryAfterS);
}

/** A notebook with one answer cell per name. */
export function found(answers: Record<string, string>): INotebookAnswers {
  const cells = Object.entries(answers).map(([answer, source]) => ({
    cell: `cell-${answer}`,
    answer,
    exercise: answer,
    source,
    isRetyped: false
  }));
  return { cells, free: [], duplicates: [] };
}

/** A course whose step has those exercises of one answer each. */
export function courseWith(
  exercises: string[],
  release = RELEASE,
  more: Partial<IExercise> = {}
): ICourse {
  const step = {
    key: 's',
    title: trans.__('Step'),
    kind: 'notebook' as const,
    release,
    problem: null,
    path: 'm/s.ipynb',
    due_at: null,
    starts_at: null,
    duration_min: null,
    exercises: exercises.map(key => ({
      key,
      answers: [key],
      max_points: 2,
      needs_manual_grade: false,
      max_attempts: null,
      pause_s: 0,
      solution: 'give_up' as const,
      n_hints: 0,
      ...more
    }))
  };
  const module = { key: 'm', title: trans.__('Module'), requires: [], due_at: null };
  return {
    key: 'c',
    title: trans.__('Course'),
    summary: '',
    language: 'en',
    level: null,
    medium: null,
    effort_min: null,
    tags: [],
    objectives: [],
    enrolment_policy: 'open',
    is_enrolled: true,
    modules: [{ ...module, steps: [step] }]
  };
}

/** Progress of which nothing is known, unless a test puts something in. */
export class FakeProgress {
  readonly changed = new Signal<this, string>(this);
  readonly refreshed: string[] = [];
  known: Partial<IExerciseProgress> | null = null;

  get(): null {
    return null;
  }

  exercise({ module, step, exercise }: IExerciseKey): IExerciseProgress | null {
    return this.known === null
      ? null
      : {
          module,
          step,
          exercise,
          points: 0,
          max_points: 2,
          n_attempts: 0,
          n_attempts_left: null,
          state: 'not_started',
          solution: 'locked',
          last_attempt_at: null,
          ...this.known
        };
  }

  async load(course: string): Promise<IProgress> {
    return this.refresh(course);
  }

  refresh(course: string): Promise<IProgress> {
    this.refreshed.push(course);
    return Promise.resolve({
      course,
      points: 0,
      max_points: 0,
      exercises: [],
      steps: [],
      next: null
    });
  }
}

/** Time that passes when the test says so. */
export class FakeClock implements IClock {
  readonly delays: number[] = [];
  time = 1_000;

  now(): number {
    return this.time;
  }

  later(delayMs: number, callback: () => void): () => void {
    this.delays.push(delayMs);
    this._waiting.add(callback);
    return () => {
      this._waiting.delete(callback);
    };
  }

  random(): number {
    return 1;
  }

  get nWaiting(): number {
    return this._waiting.size;
  }

  /** Let all that waits now come, and what it begins get as far as it can. */
  async pass(): Promise<void> {
    const due = [...this._waiting];
    this._waiting.clear();
    due.forEach(callback => {
      callback();
    });
    await settled();
  }

  private readonly _waiting = new Set<() => void>();
}

/** Resolves when all that can happen without time passing has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}

/** The tabs of one browser: locks and messages that several outboxes share. */
export class FakeBrowser {
  tab(): ITabs {
    const listeners: ((settled: ISettled) => void)[] = [];
    const tab: ITabs = {
      isDisposed: false,
      exclusively: async (name, task) => this._exclusively(name, task),
      tell: settled => {
        this._tabs
          .filter(([other]) => other !== tab)
          .forEach(([, hear]) => {
            hear(settled);
          });
      },
      listen: listener => void listeners.push(listener),
      dispose: () => undefined
    };
    this._tabs.push([
      tab,
      settled => {
        listeners.forEach(listen => {
          listen(settled);
        });
      }
    ]);
    return tab;
  }

  private async _exclusively(name: string, task: () => Promise<void>): Promise<boolean> {
    if (this._held.has(name)) {
      return false;
    }
    this._held.add(name);
    try {
      await task();
    } finally {
      this._held.delete(name);
    }
    return true;
  }

  private readonly _held = new Set<string>();
  private readonly _tabs: [ITabs, (settled: ISettled) => void][] = [];
}

/** A server that takes attempts. */
export class FakeServer {
  readonly received: { exercise: IExerciseKey; attempt: INewAttempt }[] = [];
  /** What the next requests meet, first first; then every attempt is graded. */
  answers: (IAttempt | Error | Promise<IAttempt>)[] = [];

  async createAttempt(exercise: IExerciseKey, sent: INewAttempt): Promise<IAttempt> {
    this.received.push({ exercise, attempt: sent });
    const answer = this.answers.shift() ?? attempt({ id: sent.id, exercise: exercise.exercise });
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  }
}

/** A server that stores an attempt once per id, on a connection that a test cuts. */
export class FakeConnection {
  /** Ids in the order in which they were stored. */
  readonly stored: string[] = [];
  nRequests = 0;
  /** What the connection does to the next requests, first first; then all goes well. */
  cuts: ('request' | 'reply' | 'hang')[] = [];

  async createAttempt(exercise: IExerciseKey, sent: INewAttempt): Promise<IAttempt> {
    this.nRequests += 1;
    const cut = this.cuts.shift();
    if (cut === 'request') {
      throw new NetworkError('cut before the server got it');
    }
    if (!this.stored.includes(sent.id)) {
      this.stored.push(sent.id);
    }
    if (cut === 'hang') {
      return new Promise(() => undefined);
    }
    if (cut === 'reply') {
      throw new NetworkError('cut before the answer came');
    }
    return attempt({ id: sent.id, exercise: exercise.exercise });
  }
}
