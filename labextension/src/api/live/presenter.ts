import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as Y from 'yjs';

import { epochOf } from './epochs';
import { decodeFrame, encodeMessage, encodeStep1, encodeStep2, encodeUpdate } from './frames';
import type { IPointer, RoomMessage } from './frames';
import { LiveLink } from './link';
import type { ILinkOptions } from './link';
import type { LiveState } from './states';

/** Changes of this long are sent as one: typing costs few frames and still looks immediate. */
const MERGE_MS = 25;

/** Streams a document to a session's room and answers what the room asks for. */
export class LivePresenter implements IDisposable {
  /** Streams `doc` until it is disposed of or the room says that it is over. */
  constructor(
    private readonly _doc: Y.Doc,
    options: ILinkOptions
  ) {
    this._link = new LiveLink(options);
    this._link.opened.connect(this._onOpened);
    this._link.closed.connect(this._onClosed);
    this._link.received.connect(this._onReceived);
    this._link.stateChanged.connect(this._onStateChanged);
    this._doc.on('update', this._onUpdate);
    this._link.start();
  }

  get state(): LiveState {
    return this._link.state;
  }

  /** Why the server turned this window away, in its words; empty otherwise. */
  get reason(): string {
    return this._link.reason;
  }

  /** Observers that are connected now; null until the room says. */
  get nPresent(): number | null {
    return this._nPresent;
  }

  /** State or number present changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._link.isDisposed;
  }

  /** Show where the presenter is; said again after each reconnect. */
  point(pointer: IPointer): void {
    this._pointer = pointer;
    if (this._isWelcome) {
      this._link.send(encodeMessage({ t: 'ptr', ...pointer }));
    }
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._doc.off('update', this._onUpdate);
    if (this._timer !== null) {
      this._flush();
    }
    this._onClosed();
    this._link.dispose();
    Signal.clearData(this);
  }

  private readonly _onOpened = (): void => {
    this._link.send(encodeMessage({ t: 'hello', epoch: epochOf(this._doc) }));
  };

  private readonly _onClosed = (): void => {
    this._isWelcome = false;
    this._pending = [];
    if (this._timer !== null) {
      window.clearTimeout(this._timer);
      this._timer = null;
    }
  };

  private readonly _onStateChanged = (): void => {
    this._changed.emit();
  };

  private readonly _onReceived = (_: LiveLink, bytes: Uint8Array): void => {
    const frame = decodeFrame(bytes);
    if (frame.kind === 'message') {
      this._onMessage(frame.message);
    } else if (!this._isWelcome || frame.kind === 'unknown') {
      return;
    } else if (frame.kind === 'step1') {
      this._link.send(encodeStep2(this._doc, frame.vector));
    } else {
      Y.applyUpdate(this._doc, frame.update, this);
    }
  };

  private _onMessage(message: RoomMessage): void {
    switch (message.t) {
      case 'welcome':
        this._onWelcome(message.epoch);
        break;
      case 'epoch':
      case 'present':
        this._nPresent = message.n ?? this._nPresent;
        this._changed.emit();
        break;
      case 'taken':
      case 'ended':
        this._link.stop(message.t);
        break;
      default:
    }
  }

  private _onWelcome(epoch: string): void {
    if (epoch !== epochOf(this._doc)) {
      return;
    }
    this._isWelcome = true;
    this._link.send(encodeStep1(this._doc));
    if (this._pointer !== null) {
      this.point(this._pointer);
    }
    this._link.setState('live');
  }

  private readonly _onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || !this._isWelcome) {
      return;
    }
    this._pending.push(update);
    this._timer ??= window.setTimeout(this._flush, MERGE_MS);
  };

  private readonly _flush = (): void => {
    const updates = this._pending;
    this._pending = [];
    this._timer = null;
    this._link.send(encodeUpdate(Y.mergeUpdates(updates)));
  };

  private readonly _link: LiveLink;
  private readonly _changed = new Signal<this, void>(this);
  private _isWelcome = false;
  private _nPresent: number | null = null;
  private _pointer: IPointer | null = null;
  private _pending: Uint8Array[] = [];
  private _timer: number | null = null;
}
