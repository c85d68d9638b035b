import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/** Whether a view moves with the presenter, and to which cell. */
export class Follow {
  /** Following or the presenter's cell changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isFollowing(): boolean {
    return this._isFollowing;
  }

  /** Id of the presenter's active cell; null until they say. */
  get cell(): string | null {
    return this._cell;
  }

  /** The learner looks around by themselves. */
  detach(): void {
    this._setFollowing(false);
  }

  /** Go where the presenter is, and stay with them. */
  attach(): void {
    this._setFollowing(true);
  }

  toggle(): void {
    this._setFollowing(!this._isFollowing);
  }

  /** The presenter went to another cell. */
  moveTo(cell: string | null): void {
    if (cell !== this._cell) {
      this._cell = cell;
      this._changed.emit();
    }
  }

  private _setFollowing(isFollowing: boolean): void {
    if (isFollowing !== this._isFollowing) {
      this._isFollowing = isFollowing;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isFollowing = true;
  private _cell: string | null = null;
}
