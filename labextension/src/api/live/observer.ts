import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as Y from 'yjs';

import { decodeFrame, encodeMessage, encodeStep1 } from './frames';
import type { IPointer, RoomMessage } from './frames';
import { LiveLink } from './link';
import type { ILinkOptions } from './link';
import { CloseCode } from './states';
import type { LiveState } from './states';

export interface IObserverOptions extends ILinkOptions {
  /** Throw what is shown away and give a new, empty document in its place. */
  readonly freshDoc: () => Y.Doc;
}

/**
 * Follows a session's document.
 *
 * It says hello and asks for what it lacks, and never offers anything: an observer's change would be
 * refused, and its document would differ from everybody else's from then on.
 */
export class LiveObserver implements IDisposable {
  constructor(private readonly _options: IObserverOptions) {
    this._doc = _options.freshDoc();
    this._link = new LiveLink(_options);
    this._link.opened.connect(this._onOpened);
    this._link.closed.connect(this._onClosed);
    this._link.received.connect(this._onReceived);
    this._link.stateChanged.connect(this._onStateChanged);
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

  /** Where the presenter is; null until they say. */
  get pointer(): IPointer | null {
    return this._pointer;
  }

  /** State or number present changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get pointed(): ISignal<this, IPointer> {
    return this._pointed;
  }

  get isDisposed(): boolean {
    return this._link.isDisposed;
  }

  /** The session is over, as somebody else found out. */
  end(): void {
    this._link.stop('ended');
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._link.dispose();
      Signal.clearData(this);
    }
  }

  private readonly _onOpened = (): void => {
    this._link.send(encodeMessage({ t: 'hello' }));
  };

  private readonly _onClosed = (_: LiveLink, code: number): void => {
    if (code === CloseCode.OLD_EPOCH || code === CloseCode.READ_ONLY) {
      this._epoch = null;
    }
  };

  private readonly _onStateChanged = (): void => {
    this._changed.emit();
  };

  private readonly _onReceived = (_: LiveLink, bytes: Uint8Array): void => {
    const frame = decodeFrame(bytes);
    if (frame.kind === 'message') {
      this._onMessage(frame.message);
    } else if (frame.kind === 'step2' || frame.kind === 'update') {
      this._onContent(frame.update);
    }
  };

  private _onContent(update: Uint8Array): void {
    try {
      Y.applyUpdate(this._doc, update, this);
    } catch (error) {
      // half an update may be in the document: begin anew, after a pause in case it comes again
      console.warn('The live session sent a change that cannot be read.', error);
      this._epoch = null;
      this._link.restart();
      return;
    }
    this._link.setState(this._isPresented ? 'live' : 'left');
  }

  private _onMessage(message: RoomMessage): void {
    switch (message.t) {
      case 'epoch':
        this._onCount(message.n);
        this._onEpoch(message.epoch);
        break;
      case 'present':
        this._onCount(message.n);
        break;
      case 'ptr':
        this._onPointer(message);
        break;
      case 'denied':
        this._renew();
        break;
      case 'left':
        this._isPresented = false;
        this._link.setState('left');
        break;
      case 'ended':
        this._link.stop('ended');
        break;
      default:
    }
  }

  private _onCount(n: number | null): void {
    this._nPresent = n ?? this._nPresent;
    this._changed.emit();
  }

  private _onEpoch(epoch: string | null): void {
    // content says nothing about the presenter's being there: it also comes late, or from the room
    this._isPresented = epoch !== null;
    if (epoch === null) {
      this._link.setState('waiting');
    } else if (epoch === this._epoch) {
      this._ask();
    } else {
      this._epoch = epoch;
      this._renew();
    }
  }

  private _onPointer({ cell, line, col }: IPointer): void {
    this._pointer = { cell, line, col };
    this._pointed.emit(this._pointer);
  }

  private _renew(): void {
    this._doc = this._options.freshDoc();
    if (this._epoch !== null) {
      this._ask();
    }
  }

  private _ask(): void {
    this._link.send(encodeStep1(this._doc));
  }

  private readonly _link: LiveLink;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _pointed = new Signal<this, IPointer>(this);
  private _doc: Y.Doc;
  private _epoch: string | null = null;
  private _isPresented = false;
  private _nPresent: number | null = null;
  private _pointer: IPointer | null = null;
}
