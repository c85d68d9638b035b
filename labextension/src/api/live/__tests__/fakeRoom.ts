import * as Y from 'yjs';

import { encodeMessage, encodeStep1, encodeStep2, encodeUpdate } from '../frames';
import type { RoomMessage } from '../frames';
import type { ISocket } from '../link';
import { FakeSocket } from './fakeSocket';
import type { Sent } from './fakeSocket';

type Role = 'presenter' | 'observer';

/** A connection to a `FakeRoom`; delivers at once. */
class RoomSocket extends FakeSocket {
  isSynced = false;

  constructor(
    url: string,
    readonly role: Role,
    private readonly _room: FakeRoom
  ) {
    super(url);
  }

  send(data: unknown): void {
    super.send(data);
    this._room.receive(this, this.sent[this.sent.length - 1]);
  }

  close(): void {
    super.close();
    this._room.leave(this);
  }
}

/** The room of `live.md` in one page: epochs, roles, nothing else. */
export class FakeRoom {
  doc = new Y.Doc();
  epoch: string | null = null;
  private _isPresented = false;
  readonly clients = new Set<RoomSocket>();
  readonly refused: Sent[] = [];

  /** Options of a client with this role. */
  door(role: Role): { address: () => Promise<string>; connect: (url: string) => ISocket } {
    return {
      address: () => Promise.resolve('ws://room/'),
      connect: url => {
        const socket = new RoomSocket(url, role, this);
        queueMicrotask(() => {
          this.clients.add(socket);
          socket.open();
          socket.say({ t: 'epoch', epoch: this.epoch, n: this.clients.size });
        });
        return socket;
      }
    };
  }

  receive(from: RoomSocket, frame: Sent): void {
    if ('t' in frame) {
      if (frame.t === 'hello' && from.role === 'presenter') {
        this._welcome(from, String(frame.epoch));
      }
    } else if (frame.kind === 'step1') {
      from.receive(encodeStep2(this.doc, frame.vector));
      from.isSynced = true;
    } else if (from.role === 'observer' || frame.kind === 'unknown') {
      this.refused.push(frame);
      from.say({ t: 'denied' });
    } else {
      Y.applyUpdate(this.doc, frame.update);
      this._tell(from, socket => {
        socket.receive(encodeUpdate(frame.update));
      });
    }
  }

  leave(socket: RoomSocket): void {
    if (this.clients.delete(socket) && socket.role === 'presenter') {
      this._isPresented = false;
      this._tell(socket, other => {
        other.say({ t: 'left' });
      });
    }
  }

  /** The machine goes down and comes up empty. */
  crash(): void {
    const all = [...this.clients];
    this.clients.clear();
    this.doc = new Y.Doc();
    this.epoch = null;
    this._isPresented = false;
    for (const socket of all) {
      socket.drop();
    }
  }

  say(message: RoomMessage): void {
    for (const socket of this.clients) {
      socket.receive(encodeMessage(message));
    }
  }

  private _welcome(from: RoomSocket, epoch: string): void {
    for (const socket of this.clients) {
      if (socket !== from && socket.role === 'presenter') {
        socket.say({ t: 'taken' });
      }
    }
    if (epoch !== this.epoch || !this._isPresented) {
      this.doc = epoch === this.epoch ? this.doc : new Y.Doc();
      this.epoch = epoch;
      this._isPresented = true;
      for (const socket of this.clients) {
        socket.isSynced = socket === from;
        if (socket !== from) {
          socket.say({ t: 'epoch', epoch, n: this.clients.size });
        }
      }
    }
    from.say({ t: 'welcome', epoch });
    from.receive(encodeStep1(this.doc));
  }

  private _tell(from: RoomSocket, tell: (socket: RoomSocket) => void): void {
    for (const socket of this.clients) {
      if (socket !== from && socket.isSynced) {
        tell(socket);
      }
    }
  }
}
