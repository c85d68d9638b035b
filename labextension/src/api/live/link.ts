import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { HybridError } from '../errors';
import { CloseCode, isFinal } from './states';
import type { FinalState, LiveState } from './states';

/** The part of a WebSocket that a link uses. */
export type ISocket = Pick<
  WebSocket,
  'binaryType' | 'readyState' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'
>;

export interface ILinkOptions {
  /** Address with a fresh ticket; asked for at every attempt. Rejects like the API's client. */
  readonly address: () => Promise<string>;
  readonly connect?: (url: string) => ISocket;
  /** A number in [0, 1), for the jitter. */
  readonly random?: () => number;
}

const OPEN = 1;
const FIRST_DELAY_MS = 300;
const MAX_DELAY_MS = 10_000;
const FULL_DELAY_MS = 30_000;
/** A connection that lasts this long was a good one: the next failure starts from the first delay. */
const STABLE_MS = 5_000;
/** So often in a row a room may turn this client down before it gives up. */
const MAX_REJECTIONS = 3;

/**
 * A WebSocket that comes back by itself, with a fresh ticket each time.
 *
 * Nothing is queued while it is down: the sync steps of the y-protocol cover what was missed.
 */
export class LiveLink implements IDisposable {
  constructor(private readonly _options: ILinkOptions) {
    window.addEventListener('online', this._onOnline);
  }

  get state(): LiveState {
    return this._state;
  }

  /** Why the server closed the connection or let nobody in, in its words; empty otherwise. */
  get reason(): string {
    return this._reason;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get stateChanged(): ISignal<this, LiveState> {
    return this._stateChanged;
  }

  /** A connection is open; nothing was sent or received yet. */
  get opened(): ISignal<this, void> {
    return this._opened;
  }

  get received(): ISignal<this, Uint8Array> {
    return this._received;
  }

  /** The connection is gone, with the code of the other side. */
  get closed(): ISignal<this, number> {
    return this._closed;
  }

  /** Connect for the first time. */
  start(): void {
    void this._connect();
  }

  /** Send a frame, or drop it while there is no connection. */
  send(frame: Uint8Array): void {
    if (this._socket?.readyState === OPEN) {
      this._socket.send(frame);
    }
  }

  /** Report how far the conversation over this link is. Final states stay. */
  setState(state: LiveState, reason = ''): void {
    const isNews = state !== this._state || reason !== this._reason;
    if (isNews && !isFinal(this._state) && !this._isDisposed) {
      this._state = state;
      this._reason = reason;
      this._stateChanged.emit(state);
    }
  }

  /** Hang up, and come back after the usual delay. */
  restart(): void {
    const socket = this._socket;
    if (socket !== null) {
      this._onClosed(0, '');
      socket.close();
    }
  }

  /** Close for good. */
  stop(state: FinalState, reason = ''): void {
    this.setState(state, reason);
    this._release();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._release();
    Signal.clearData(this);
  }

  private get _isOver(): boolean {
    return this._isDisposed || isFinal(this._state);
  }

  private async _connect(): Promise<void> {
    const attempt = ++this._attempt;
    let url: string;
    try {
      url = await this._options.address();
    } catch (error) {
      if (attempt === this._attempt && !this._isOver) {
        this._onNoAddress(error);
      }
      return;
    }
    if (attempt === this._attempt && !this._isOver) {
      this._listen((this._options.connect ?? openSocket)(url));
    }
  }

  private _listen(socket: ISocket): void {
    this._socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (socket === this._socket) {
        this._stable = window.setTimeout(() => {
          this._failures = 0;
          this._rejections = 0;
        }, STABLE_MS);
        this._opened.emit();
      }
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (socket === this._socket && event.data instanceof ArrayBuffer) {
        this._received.emit(new Uint8Array(event.data));
      }
    };
    socket.onclose = event => {
      if (socket === this._socket) {
        this._onClosed(event.code, event.reason);
      }
    };
  }

  private _onClosed(code: number, reason: string): void {
    this._socket = null;
    window.clearTimeout(this._stable);
    this._closed.emit(code);
    switch (code) {
      case CloseCode.ENDED:
        this.stop('ended');
        break;
      case CloseCode.TAKEN:
        this.stop('taken');
        break;
      case CloseCode.UNSUPPORTED:
      case CloseCode.TOO_LARGE_TO_READ:
      case CloseCode.MALFORMED:
      case CloseCode.BAD_TICKET:
      case CloseCode.READ_ONLY:
      case CloseCode.TOO_LARGE:
        this._onRejected(reason);
        break;
      case CloseCode.FULL:
        this.setState('full', reason);
        this._retryAfter(FULL_DELAY_MS);
        break;
      default:
        this._retry();
    }
  }

  private _onRejected(reason: string): void {
    this._rejections += 1;
    if (this._rejections > MAX_REJECTIONS) {
      this.stop('refused', reason);
    } else {
      this._retry();
    }
  }

  private _onNoAddress(error: unknown): void {
    if (!(error instanceof HybridError) || error.isTemporary) {
      this._retry();
    } else if (error.status === 404 || error.status === 409) {
      this.stop('ended', error.message);
    } else {
      this.stop('refused', error.message);
    }
  }

  private _retry(): void {
    this.setState('reconnecting');
    this._retryAfter(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this._failures));
    this._failures += 1;
  }

  private _retryAfter(delay_ms: number): void {
    if (this._isOver) {
      return;
    }
    const jitter = 0.5 + (this._options.random ?? Math.random)();
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._connect(), delay_ms * jitter);
  }

  private readonly _onOnline = (): void => {
    if (this._state === 'reconnecting' && this._socket === null) {
      window.clearTimeout(this._timer);
      void this._connect();
    }
  };

  private _release(): void {
    this._attempt += 1;
    window.removeEventListener('online', this._onOnline);
    window.clearTimeout(this._timer);
    window.clearTimeout(this._stable);
    const socket = this._socket;
    this._socket = null;
    socket?.close();
  }

  private readonly _stateChanged = new Signal<this, LiveState>(this);
  private readonly _opened = new Signal<this, void>(this);
  private readonly _received = new Signal<this, Uint8Array>(this);
  private readonly _closed = new Signal<this, number>(this);
  private _state: LiveState = 'connecting';
  private _reason = '';
  private _isDisposed = false;
  private _socket: ISocket | null = null;
  private _attempt = 0;
  private _failures = 0;
  private _rejections = 0;
  private _timer = 0;
  private _stable = 0;
}

function openSocket(url: string): ISocket {
  return new WebSocket(url);
}
