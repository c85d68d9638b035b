import type { IPerson, IStepKey } from '../../api/types';
import { isRecord } from '../../shared/stepRelease';
import { isSameStep, readStepKey } from '../../shared/stepKey';

/** Marks of one person that are remembered at most; more of them wait in the window only. */
export const MAX_KEPT = 100;

/** That a step is done, or is not, as somebody said and the server has not confirmed. */
export interface IKeptMark {
  readonly step: IStepKey;
  readonly isDone: boolean;
}

/** Where marks wait over a reload. */
export interface IMarkStore {
  all(): readonly IKeptMark[];
  /** Remember a mark, in place of an earlier one at the same step. */
  put(mark: IKeptMark): void;
  /** Forget a mark, but no later one at the same step. */
  drop(mark: IKeptMark): void;
}

/** The marks of one person at one server, in this browser; in a browser that keeps nothing, none. */
export class KeptMarks implements IMarkStore {
  /** `storage` may throw, as a page in a sandbox does when it asks for its own. */
  constructor(
    private readonly _storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
    { baseUrl, person }: { baseUrl: string; person: Pick<IPerson, 'name' | 'persona'> }
  ) {
    this._name = ['jupyter-hybrid:marks', baseUrl, person.name, person.persona ?? ''].join('|');
  }

  all(): readonly IKeptMark[] {
    try {
      return read(this._storage().getItem(this._name));
    } catch {
      // Forbidden, or not what this program wrote.
      return [];
    }
  }

  put(mark: IKeptMark): void {
    const others = this.all().filter(({ step }) => !isSameStep(step, mark.step));
    this._write([...others, mark].slice(0, MAX_KEPT));
  }

  drop(mark: IKeptMark): void {
    const all = this.all();
    const others = all.filter(
      ({ step, isDone }) => isDone !== mark.isDone || !isSameStep(step, mark.step)
    );
    if (others.length < all.length) {
      this._write(others);
    }
  }

  private _write(marks: readonly IKeptMark[]): void {
    try {
      if (marks.length === 0) {
        this._storage().removeItem(this._name);
      } else {
        this._storage().setItem(this._name, JSON.stringify(marks));
      }
    } catch {
      // Full or forbidden: the mark waits in the window.
    }
  }

  private readonly _name: string;
}

function read(text: string | null): IKeptMark[] {
  const found: unknown = JSON.parse(text ?? '[]');
  return (Array.isArray(found) ? (found as unknown[]) : []).flatMap(each => {
    if (!isRecord(each) || !isRecord(each.step) || typeof each.isDone !== 'boolean') {
      return [];
    }
    const step = readStepKey(each.step);
    return step === null ? [] : [{ step, isDone: each.isDone }];
  });
}
