import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../../api/errors';
import type { IHybridApi } from '../../api/tokens';
import type { IReplacedStep, IStepKey, UpdateMode } from '../../api/types';
import type { IOpenFile, IOpenFiles } from './openDocuments';
import type { IKnownCourse, Outlines } from './outlines';
import { isSameStep } from '../../shared/stepKey';
import type { IStepPlace } from './steps';
import { placeOf, stepPath } from './steps';

/** What is put in place of a step's file: a fresh copy, or the newest release in one of two ways. */
export type Replacement = 'reset' | UpdateMode;

/** Whether what is open shows the new file; not where it could not be read, or more was typed. */
export type Shown = 'shown' | 'unread' | 'typed';

/** What became of it. */
export type Outcome = { readonly what: Replacement; readonly step: IStepKey } & (
  | {
      readonly kind: 'replaced';
      readonly replaced: IReplacedStep;
      readonly shown: Shown;
    }
  /** It was asked for, and nobody knows what became of it. */
  | { readonly kind: 'lost'; readonly shown: Shown }
  /** The course has no such step any more, so nothing was done. */
  | { readonly kind: 'removed' }
  /** What is open could not be saved, so nothing was done. */
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'failed'; readonly error: unknown }
);

/** A replacement that goes on now. */
export interface IUnderWay {
  readonly what: Replacement;
  readonly step: IStepKey;
}

export interface IReplacementsOptions {
  readonly api: Pick<IHybridApi, 'resetStep' | 'updateStep'>;
  readonly files: IOpenFiles;
  readonly outlines: Pick<Outlines, 'open' | 'refresh'>;
  /** Name of the persona whose folder this window uses, or null. */
  readonly persona: () => Promise<string | null>;
}

/** Replaces the file of a step under an open document, without losing what was typed there. */
export class Replacements implements IDisposable {
  constructor(private readonly _options: IReplacementsOptions) {}

  /** Emitted when one begins or is over. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted with what became of one. */
  get finished(): ISignal<this, Outcome> {
    return this._finished;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What is being done to a step now, or null. */
  underWay(step: IStepKey): Replacement | null {
    return this._underWay.find(each => isSameStep(each.step, step))?.what ?? null;
  }

  /** Replace a step's file; null if that is under way already. Never rejects. */
  async replace(step: IStepKey, what: Replacement): Promise<Outcome | null> {
    if (this.underWay(step) !== null) {
      return null;
    }
    const underWay: IUnderWay = { step, what };
    this._underWay.push(underWay);
    this._changed.emit();
    let outcome: Outcome;
    try {
      outcome = await this._replace(step, what);
    } catch (error) {
      outcome = { kind: 'failed', what, step, error };
    }
    this._underWay.splice(this._underWay.indexOf(underWay), 1);
    this._finished.emit(outcome);
    this._changed.emit();
    if (outcome.kind === 'replaced') {
      // Nobody waits for it: on a bad line it takes a minute.
      void this._options.outlines.refresh(step.course);
    }
    return outcome;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private async _replace(step: IStepKey, what: Replacement): Promise<Outcome> {
    const { files, persona } = this._options;
    const place = await this._place(step);
    if (place === null) {
      return { kind: 'removed', what, step };
    }
    const path = stepPath(step.course, place.step, await persona());
    const open = path === null ? [] : files.at(path);
    const frozen = open.map(file => file.freeze());
    try {
      for (const file of open) {
        if (!(await file.save())) {
          return { kind: 'unsaved', what, step };
        }
      }
      return await this._ask(step, what, path);
    } finally {
      frozen.forEach(each => {
        each.dispose();
      });
    }
  }

  private async _ask(step: IStepKey, what: Replacement, path: string | null): Promise<Outcome> {
    const { api, files } = this._options;
    let replaced: IReplacedStep;
    try {
      replaced = await (what === 'reset' ? api.resetStep(step) : api.updateStep(step, what));
    } catch (error) {
      if (isKnown(error)) {
        throw error;
      }
      // It may have been replaced: only what is on the disk may stand under the next keys.
      const shown = await reload(path === null ? [] : files.at(path));
      return { kind: 'lost', what, step, shown };
    }
    const shown = await reload(files.at(replaced.path));
    return { kind: 'replaced', what, step, replaced, shown };
  }

  /** Where a step stands now; null if it is gone. Rejects unless that is known for certain. */
  private async _place(step: IStepKey): Promise<IStepPlace | null> {
    const { outlines } = this._options;
    const find = ({ course }: IKnownCourse): IStepPlace | null => course && placeOf(course, step);
    let known = await outlines.open(step.course);
    if (known.trouble !== null || find(known) === null) {
      known = await outlines.refresh(step.course);
    }
    if (known.trouble !== null) {
      // What is open is saved by the path in the outline; an old one may name another file.
      throw known.error;
    }
    return find(known);
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _finished = new Signal<this, Outcome>(this);
  private readonly _underWay: IUnderWay[] = [];
  private _isDisposed = false;
}

/** Whether an error says that nothing was done; a proxy that gave up waiting does not know. */
function isKnown(error: unknown): boolean {
  return error instanceof HybridError && (error.code !== 'unknown' || error.status < 500);
}

async function reload(files: readonly IOpenFile[]): Promise<Shown> {
  let shown: Shown = 'shown';
  for (const file of files) {
    try {
      if (!(await file.reload())) {
        shown = 'typed';
      }
    } catch {
      // JupyterLab has shown in a dialog why.
      shown = shown === 'typed' ? shown : 'unread';
    }
  }
  return shown;
}
