import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';

import { LiveObserver } from '../../../api/live/observer';
import type { LiveState } from '../../../api/live/states';
import type { ISession } from '../../../api/types';
import { Follow } from './follow';
import { watchScrolling } from './looking';
import { LiveNotebook } from './notebook';
import type { ILiveNotebookOptions } from './notebook';

export interface ILiveViewOptions extends ILiveNotebookOptions {
  readonly session: ISession;
  /** Address with a fresh ticket. */
  readonly address: () => Promise<string>;
  readonly trans: TranslationBundle;
}

/** A session's notebook as it is shown to a learner. */
export class LiveView extends Panel {
  readonly session: ISession;
  readonly follow = new Follow();
  readonly notebook: LiveNotebook;

  constructor(options: ILiveViewOptions) {
    super();
    this.session = options.session;
    this._trans = options.trans;
    this.addClass('jp-Hybrid-LiveView');
    this.notebook = new LiveNotebook(options);
    this.addWidget(this.notebook);
    this._observer = new LiveObserver({
      address: options.address,
      freshDoc: () => this.notebook.renew().ydoc
    });
    this._observer.changed.connect(() => {
      this._onState();
      this._changed.emit();
    });
    this._observer.pointed.connect((_, { cell }) => {
      this.follow.moveTo(cell);
    });
    this.follow.changed.connect(() => {
      this._showPresenter();
      this._changed.emit();
    });
    // a cell that comes after the pointer to it
    this.notebook.modelContentChanged.connect(() => {
      this._showPresenter();
    });
    this._scrolling = watchScrolling(this.notebook, () => {
      this.follow.detach();
    });
  }

  get state(): LiveState {
    return this._observer.state;
  }

  get reason(): string {
    return this._observer.reason;
  }

  get nPresent(): number | null {
    return this._observer.nPresent;
  }

  /** State, number present or following changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The session is over, as the list of sessions says; what is shown stays. */
  end(): void {
    this._observer.end();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._scrolling.dispose();
    this._observer.dispose();
    super.dispose();
  }

  protected onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.notebook.focus();
  }

  private _onState(): void {
    const isPresented = this.state === 'live' || this.state === 'reconnecting';
    if (isPresented !== this._isPresented) {
      this._isPresented = isPresented;
      this._showPresenter();
    }
  }

  /** Mark the presenter's cell; none once they have gone. */
  private _showPresenter(): void {
    const { cell, isFollowing } = this.follow;
    const marked = this._isPresented ? cell : null;
    this.notebook.showPresenter(marked, isFollowing, this._trans.__('Presenter'));
  }

  private readonly _observer: LiveObserver;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _scrolling: { dispose(): void };
  private readonly _trans: TranslationBundle;
  private _isPresented = false;
}
