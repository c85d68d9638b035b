import type { IAttempt, IMissing } from '../../api/types';
import type { IMissingView } from './state';

/** What the latest attempts found missing, and whether the learner's own kernel has it. */
export class MissingThings {
  constructor(
    private readonly _kernelHas: (missing: IMissing) => Promise<boolean | null>,
    private readonly _changed: () => void
  ) {}

  /** What was missing for the latest attempt at an exercise. */
  of(exercise: string): readonly IMissingView[] {
    return this._things.get(exercise)?.things ?? [];
  }

  /** Take an attempt as the latest; what it says is known at once, what the kernel says later. */
  async take({ id, exercise, missing }: IAttempt): Promise<void> {
    const known = this._things.get(exercise);
    if (known?.attempt === id && known.things.length === missing.length) {
      return;
    }
    const unasked = missing.map(each => ({ ...each, isInKernel: null }));
    this._things.set(exercise, { attempt: id, things: unasked });
    if (missing.length === 0) {
      return;
    }
    const things: IMissingView[] = [];
    for (const each of missing) {
      things.push({ ...each, isInKernel: await this._kernelHas(each) });
    }
    if (this._things.get(exercise)?.attempt === id) {
      this._things.set(exercise, { attempt: id, things });
      this._changed();
    }
  }

  private readonly _things = new Map<
    string,
    { readonly attempt: string; readonly things: readonly IMissingView[] }
  >();
}
