import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { HybridError, NetworkError } from '../../../api/errors';
import type {
  ICourse,
  IModule,
  IProgress,
  IReplacedStep,
  IStep,
  IStepKey,
  IStepMark,
  IStepProgress
} from '../../../api/types';
import type { IClock } from '../../../shared/clock';
import { StepMarks } from '../marks';
import type { IPlayed, IPlayerParts } from '../model';
import { PlayerModel } from '../model';
import type { IOpenFile } from '../openDocuments';
import { Outlines } from '../outlines';
import { Replacements } from '../replacements';

export const trans = nullTranslator.load('x');
export const RELEASE = 'a'.repeat(64);
export const NEWER = 'b'.repeat(64);
export const AWAY = new NetworkError('away');

export function refused(status: number): HybridError {
  return new HybridError('it says no', 'no', status);
}

export function key(step = 'a', module = 'm'): IStepKey {
  return { course: 'c', module, step };
}

export function step(name: string, more: Partial<IStep> = {}): IStep {
  return {
    key: name,
    title: `Step ${name}`,
    kind: 'notebook',
    path: `m/${name}.ipynb`,
    due_at: null,
    starts_at: null,
    duration_min: null,
    release: RELEASE,
    exercises: [],
    problem: null,
    ...more
  };
}

export function module(name: string, steps: IStep[]): IModule {
  return { key: name, title: `Module ${name}`, requires: [], due_at: null, steps };
}

/** By default module m with the steps a and b, and module n with the reading r. */
export function course(modules?: IModule[]): ICourse {
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
    modules: modules ?? [
      module('m', [step('a'), step('b')]),
      module('n', [step('r', { kind: 'reading', path: 'n/r.md' })])
    ]
  };
}

export function stepProgress(more: Partial<IStepProgress> = {}): IStepProgress {
  return {
    module: 'm',
    step: 'a',
    is_done: false,
    is_marked: false,
    done_at: null,
    cell: null,
    seen_at: null,
    due_at: null,
    n_exercises: 0,
    n_passed: 0,
    ...more
  };
}

export const REPLACED: IReplacedStep = {
  path: 'courses/c/m/a.ipynb',
  kept_as: 'courses/c/m/a (mine).ipynb',
  added: [],
  removed: [],
  n_answers: 0
};

/** A server that answers what a test says. */
export class FakeApi {
  answer: ICourse | Error = course();
  markAnswer: Error | null = null;
  replaced: IReplacedStep | Error = REPLACED;
  nCourses = 0;
  readonly marks: { step: IStepKey; mark: IStepMark; isLeaving: boolean }[] = [];
  readonly replacements: string[] = [];

  course(): Promise<ICourse> {
    this.nCourses += 1;
    return this.answer instanceof Error
      ? Promise.reject(this.answer)
      : Promise.resolve(this.answer);
  }

  markStep(
    step: IStepKey,
    mark: IStepMark,
    { isLeaving } = { isLeaving: false }
  ): Promise<IStepProgress> {
    this.marks.push({ step, mark, isLeaving });
    const isDone = mark.is_done ?? false;
    return this.markAnswer === null
      ? Promise.resolve(stepProgress({ is_done: isDone, is_marked: isDone }))
      : Promise.reject(this.markAnswer);
  }

  resetStep(): Promise<IReplacedStep> {
    return this._replace('reset');
  }

  updateStep(_: IStepKey, mode: string): Promise<IReplacedStep> {
    return this._replace(mode);
  }

  private _replace(what: string): Promise<IReplacedStep> {
    this.replacements.push(what);
    return this.replaced instanceof Error
      ? Promise.reject(this.replaced)
      : Promise.resolve(this.replaced);
  }
}

/** Progress that a test sets. */
export class FakeProgress {
  readonly changed = new Signal<never, string>(this as never);
  known: IProgress | null = null;
  /** How old it might have been for those who asked. */
  readonly maxAges: number[] = [];

  set(steps: IStepProgress[]): void {
    this.known = { course: 'c', points: 0, max_points: 0, exercises: [], steps, next: null };
    this.changed.emit('c');
  }

  get(): IProgress | null {
    return this.known;
  }

  async load(_: string, maxAgeMs = Infinity): Promise<IProgress> {
    this.maxAges.push(maxAgeMs);
    return this.refresh();
  }

  refresh(): Promise<IProgress> {
    return this.known === null ? Promise.reject(AWAY) : Promise.resolve(this.known);
  }
}

/** Time that passes when the test says so. */
export class FakeClock implements IClock {
  now(): number {
    return this._now;
  }

  random(): number {
    return 1;
  }

  later(delayMs: number, callback: () => void): () => void {
    const entry = { at: this._now + delayMs, callback };
    this._waiting.add(entry);
    return () => {
      this._waiting.delete(entry);
    };
  }

  get nWaiting(): number {
    return this._waiting.size;
  }

  async pass(ms: number): Promise<void> {
    this._now += ms;
    for (const entry of [...this._waiting]) {
      if (entry.at <= this._now && this._waiting.delete(entry)) {
        entry.callback();
      }
    }
    await settled();
  }

  private _now = 1_000_000;
  private readonly _waiting = new Set<{ at: number; callback: () => void }>();
}

/** Resolves when all that can happen without time passing has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}

/** A file that is open, and notes what is done to it. */
export class FakeFile implements IOpenFile {
  canSave = true;
  canReload = true;
  /** Whether something was typed since it was saved. */
  isTyped = false;
  readonly done: string[] = [];

  save(): Promise<boolean> {
    this.done.push('save');
    return Promise.resolve(this.canSave);
  }

  reload(): Promise<boolean> {
    this.done.push('reload');
    return this.canReload
      ? Promise.resolve(!this.isTyped)
      : Promise.reject(new Error('unreadable'));
  }

  freeze(): { isDisposed: boolean; dispose: () => void } {
    this.done.push('freeze');
    return { isDisposed: false, dispose: () => void this.done.push('thaw') };
  }
}

/** All that a bar needs, with nothing real behind it. */
export class FakeParts implements IPlayerParts {
  readonly api = new FakeApi();
  readonly clock = new FakeClock();
  readonly progress = new FakeProgress();
  readonly open = new Map<string, FakeFile>();
  readonly outlines = new Outlines(this.api, this.clock);
  readonly marks = new StepMarks(this.api, this.clock);
  readonly replacements = new Replacements({
    api: this.api,
    files: {
      at: path => {
        const file = this.open.get(path);
        return file === undefined ? [] : [file];
      }
    },
    outlines: this.outlines,
    persona: () => Promise.resolve(null)
  });
  readonly trans = trans;

  /** A bar at a notebook that has read what the server knows. */
  async model(more: Partial<IPlayed> = {}): Promise<PlayerModel> {
    const played: IPlayed = {
      step: key(),
      kind: 'notebook',
      release: RELEASE,
      isCopy: false,
      ...more
    };
    const model = new PlayerModel(this, played);
    await model.load();
    return model;
  }
}

/** Let widgets of JupyterLab render: jsdom has no idle time. */
export function provideIdleTime(): void {
  window.requestIdleCallback = callback =>
    window.setTimeout(() => {
      callback({ didTimeout: false, timeRemaining: () => 50 });
    });
}
