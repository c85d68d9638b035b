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
  /** Number of the check that gave the report; 0 before the first. */
  readonly number: number;
  readonly isChecking: boolean;
  /** Why the latest check failed, or null. */
  readonly failure: unknown;
}

/** A check that begins; checks are numbered in the order in which they do. */
export interface ICheckBegun {
  readonly number: number;
  /** The course folder that is known to hold what is checked, or null. */
  readonly folder: string | null;
}

export interface ICourseChecksOptions {
  readonly api: Pick<IHybridApi, 'lint'>;
}

const UNCHECKED = { report: null, number: 0, isChecking: false, failure: null } as const;

/** What lint says of the courses that somebody works on in this window. */
export class CourseChecks implements IDisposable {
  constructor(private readonly _options: ICourseChecksOptions) {}

  /** The server is about to be asked. */
  get begun(): ISignal<this, ICheckBegun> {
    return this._begun;
  }

  /** What is known of a course folder has changed. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What is known of a course folder. */
  get(folder: string): ICourseCheck {
    return this._checks.get(folder) ?? { ...UNCHECKED, folder };
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
    const begun = this._begin(path);
    try {
      const report = await this._options.api.lint(path === '' ? askablePath(path) : path);
      this._finish(begun, report.folder, { report, number: begun.number, failure: null });
      return report;
    } catch (error) {
      this._finish(begun, begun.folder, { failure: error });
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

  private _begin(path: string): ICheckBegun {
    const folder = this.folderOf(path);
    this._nBegun += 1;
    const begun = { number: this._nBegun, folder };
    this._begun.emit(begun);
    if (folder !== null) {
      this._nUnderWay.set(folder, this._countUnderWay(folder) + 1);
      this._set(folder, {});
    }
    return begun;
  }

  /** Take over what was found, unless a check that began later was answered before. */
  private _finish(
    { number, folder: known }: ICheckBegun,
    folder: string | null,
    found: Partial<ICourseCheck>
  ): void {
    if (known !== null) {
      this._nUnderWay.set(known, this._countUnderWay(known) - 1);
    }
    if (folder !== null) {
      const isNewest = number > (this._newest.get(folder) ?? 0);
      this._newest.set(folder, Math.max(number, this._newest.get(folder) ?? 0));
      this._set(folder, isNewest ? found : {});
    }
    // The folder of an outer course was known, the file lies in one inside of it.
    if (known !== null && known !== folder) {
      this._set(known, {});
    }
  }

  private _countUnderWay(folder: string): number {
    return this._nUnderWay.get(folder) ?? 0;
  }

  private _set(folder: string, changes: Partial<ICourseCheck>): void {
    if (!this._isDisposed) {
      const isChecking = this._countUnderWay(folder) > 0;
      this._checks.set(folder, { ...this.get(folder), ...changes, isChecking });
      this._changed.emit(folder);
    }
  }

  private readonly _begun = new Signal<this, ICheckBegun>(this);
  private readonly _changed = new Signal<this, string>(this);
  private readonly _checks = new Map<string, ICourseCheck>();
  /** By folder, the number of the newest check that was answered. */
  private readonly _newest = new Map<string, number>();
  private readonly _nUnderWay = new Map<string, number>();
  private _nBegun = 0;
  private readonly _waiting = new Map<string, Debouncer>();
  private _isDisposed = false;
}
