import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { ILintReport } from '../../api/types';
import { askablePath, pathInFolder } from './courseFolder';

/** Milliseconds; "Save All" writes many files at once. */
const SETTLE_MS = 300;

/** What lint says of one course folder. */
export interface ICourseCheck {
  readonly folder: string;
  /** The latest, or null before the first. */
  readonly report: ILintReport | null;
  readonly isChecking: boolean;
  /** Why the latest check failed, or null. */
  readonly failure: unknown;
}

export interface ICourseChecksOptions {
  readonly api: Pick<IHybridApi, 'lint'>;
}

/** What lint says of the courses that somebody works on in this window. */
export class CourseChecks implements IDisposable {
  constructor(private readonly _options: ICourseChecksOptions) {}

  /** What is known of a course folder has changed. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What is known of a course folder. */
  get(folder: string): ICourseCheck {
    return this._checks.get(folder) ?? { folder, report: null, isChecking: false, failure: null };
  }

  /** The innermost course folder that is known to hold a file, or null. */
  folderOf(path: string): string | null {
    const holding = [...this._checks.keys()].filter(
      folder => folder === path || pathInFolder(folder, path) !== null
    );
    const longest = Math.max(...holding.map(folder => folder.length));
    return holding.find(folder => folder.length === longest) ?? null;
  }

  /** Ask the server what is wrong with the course around a file or folder. */
  async check(path: string): Promise<ILintReport> {
    const known = this.folderOf(path);
    this._begin(known);
    try {
      const report = await this._options.api.lint(path === '' ? askablePath(path) : path);
      this._set({ folder: report.folder, report, isChecking: false, failure: null });
      return report;
    } catch (error) {
      if (known !== null) {
        this._set({ ...this.get(known), isChecking: false, failure: error });
      }
      throw error;
    }
  }

  /** A file was saved: check its course again soon, if it is part of one. */
  saved(path: string): void {
    const folder = this.folderOf(path);
    if (folder === null || this._isDisposed) {
      return;
    }
    const waiting = this._waiting.get(folder) ?? this._createDebouncer(folder);
    this._waiting.set(folder, waiting);
    void waiting.invoke();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
    this._waiting.forEach(waiting => {
      waiting.dispose();
    });
    this._waiting.clear();
  }

  private _createDebouncer(folder: string): Debouncer {
    return new Debouncer(() => {
      this.check(askablePath(folder)).catch((error: unknown) => {
        console.warn('jupyter-hybrid: the course could not be checked', error);
      });
    }, SETTLE_MS);
  }

  private _begin(folder: string | null): void {
    if (folder !== null) {
      this._set({ ...this.get(folder), isChecking: true });
    }
  }

  private _set(check: ICourseCheck): void {
    if (!this._isDisposed) {
      this._checks.set(check.folder, check);
      this._changed.emit(check.folder);
    }
  }

  private readonly _changed = new Signal<this, string>(this);
  private readonly _checks = new Map<string, ICourseCheck>();
  private readonly _waiting = new Map<string, Debouncer>();
  private _isDisposed = false;
}
