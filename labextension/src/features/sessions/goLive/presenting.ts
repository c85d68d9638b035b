import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type * as Y from 'yjs';

import { LivePresenter } from '../../../api/live/presenter';
import type { LiveState } from '../../../api/live/states';
import type { ISession } from '../../../api/types';
import { watchPointer } from './pointer';

/** A session that is presented from a notebook of this window. */
export class Presenting implements IDisposable {
  /** The notebook must be loaded. Only reads the notebook: going live leaves no mark in it. */
  constructor(
    readonly session: ISession,
    panel: NotebookPanel,
    address: () => Promise<string>
  ) {
    this._presenter = new LivePresenter(documentOf(panel), { address });
    this._presenter.changed.connect(() => {
      this._changed.emit();
    });
    this._pointer = watchPointer(panel.content, pointer => {
      this._presenter.point(pointer);
    });
  }

  get state(): LiveState {
    return this._presenter.state;
  }

  get reason(): string {
    return this._presenter.reason;
  }

  get nPresent(): number | null {
    return this._presenter.nPresent;
  }

  /** State or number present changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._presenter.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._pointer.dispose();
      this._presenter.dispose();
      Signal.clearData(this);
    }
  }

  private readonly _presenter: LivePresenter;
  private readonly _pointer: IDisposable;
  private readonly _changed = new Signal<this, void>(this);
}

function documentOf(panel: NotebookPanel): Y.Doc {
  // JupyterLab always keeps a notebook in a Yjs document, but its interface does not say so
  const shared = panel.content.model?.sharedModel as { readonly ydoc?: Y.Doc } | undefined;
  if (shared?.ydoc === undefined) {
    throw new Error(`the notebook ${panel.context.path} has no shared document`);
  }
  return shared.ydoc;
}
