import { decodeFrame, encodeMessage } from '../frames';
import type { ClientMessage, Frame, RoomMessage } from '../frames';
import type { ISocket } from '../link';

/** What a client sent, in words. */
export type Sent = Exclude<Frame, { kind: 'message' }> | ClientMessage;

/** A WebSocket whose other end is the test. */
export class FakeSocket implements ISocket {
  binaryType: BinaryType = 'blob';
  readyState = 0;
  onopen: ISocket['onopen'] = null;
  onmessage: ISocket['onmessage'] = null;
  onclose: ISocket['onclose'] = null;
  readonly sent: Sent[] = [];

  constructor(readonly url: string) {}

  send(data: unknown): void {
    this.sent.push(describe(data as Uint8Array));
  }

  /** The client hangs up. */
  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as WebSocket, new Event('open'));
  }

  receive(bytes: Uint8Array): void {
    const data = new ArrayBuffer(bytes.length);
    new Uint8Array(data).set(bytes);
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent('message', { data }));
  }

  say(message: RoomMessage): void {
    this.receive(encodeMessage(message));
  }

  /** The room hangs up. */
  drop(code = 1006, reason = ''): void {
    this.readyState = 3;
    const event = Object.assign(new Event('close'), { code, reason }) as CloseEvent;
    this.onclose?.call(this as unknown as WebSocket, event);
  }

  get kinds(): string[] {
    return this.sent.map(frame => ('t' in frame ? frame.t : frame.kind));
  }
}

/** Hands out sockets and remembers them. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  nTickets = 0;

  readonly address = (): Promise<string> => {
    this.nTickets += 1;
    return Promise.resolve(`ws://room/?ticket=${String(this.nTickets)}`);
  };

  readonly connect = (url: string): ISocket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  readonly random = (): number => 0.5;

  get last(): FakeSocket {
    const socket = this.sockets.slice(-1).pop();
    if (socket === undefined) {
      throw new Error('nobody has connected yet');
    }
    return socket;
  }
}

function describe(bytes: Uint8Array): Sent {
  if (bytes[0] === 100) {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(1))) as ClientMessage;
  }
  return decodeFrame(bytes) as Sent;
}
