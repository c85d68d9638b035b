import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import type * as Y from 'yjs';

/** First byte of a frame: the y-protocol's own kinds, and ours for JSON. */
const SYNC = 0;
const JSON_MESSAGE = 100;

/** Where the presenter is: the active cell, and the caret while they edit it. */
export interface IPointer {
  readonly cell: string | null;
  /** From 0; null outside of edit mode. */
  readonly line: number | null;
  /** From 0; null outside of edit mode. */
  readonly col: number | null;
}

/** What a room says beside the y-protocol. */
export type RoomMessage =
  | { readonly t: 'epoch'; readonly epoch: string | null; readonly n: number | null }
  | { readonly t: 'welcome'; readonly epoch: string }
  | { readonly t: 'present'; readonly n: number }
  | ({ readonly t: 'ptr' } & IPointer)
  | { readonly t: 'taken' | 'denied' | 'left' | 'ended' };

/** What a client says beside the y-protocol. */
export type ClientMessage =
  { readonly t: 'hello'; readonly epoch?: string } | ({ readonly t: 'ptr' } & IPointer);

/** A frame, understood. */
export type Frame =
  | { readonly kind: 'step1'; readonly vector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'message'; readonly message: RoomMessage }
  | { readonly kind: 'unknown' };

const UNKNOWN: Frame = { kind: 'unknown' };

/** Ask the other side for what `doc` lacks. */
export function encodeStep1(doc: Y.Doc): Uint8Array {
  return encodeSync(encoder => {
    sync.writeSyncStep1(encoder, doc);
  });
}

/** Everything in `doc` that a document with this state vector lacks. */
export function encodeStep2(doc: Y.Doc, vector: Uint8Array): Uint8Array {
  return encodeSync(encoder => {
    sync.writeSyncStep2(encoder, doc, vector);
  });
}

/** A change that was just made. */
export function encodeUpdate(update: Uint8Array): Uint8Array {
  return encodeSync(encoder => {
    sync.writeUpdate(encoder, update);
  });
}

/** A message of ours: one type byte, then JSON in UTF-8. */
export function encodeMessage(message: ClientMessage | RoomMessage): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(message));
  const frame = new Uint8Array(1 + text.length);
  frame[0] = JSON_MESSAGE;
  frame.set(text, 1);
  return frame;
}

/** What a frame says; `unknown` for what we do not speak, whatever is wrong with it. */
export function decodeFrame(frame: Uint8Array): Frame {
  try {
    return decode(frame);
  } catch {
    return UNKNOWN;
  }
}

function encodeSync(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  write(encoder);
  return encoding.toUint8Array(encoder) as Uint8Array;
}

function decode(frame: Uint8Array): Frame {
  const decoder = decoding.createDecoder(frame);
  const kind = decoding.readVarUint(decoder);
  if (kind === SYNC) {
    return decodeSync(decoder);
  }
  if (kind === JSON_MESSAGE) {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(decoder.pos));
    const message = toRoomMessage(JSON.parse(text));
    return message === null ? UNKNOWN : { kind: 'message', message };
  }
  return UNKNOWN;
}

function decodeSync(decoder: decoding.Decoder): Frame {
  const step = decoding.readVarUint(decoder);
  // lib0 declares it with a generic that this TypeScript does not know
  const content = decoding.readVarUint8Array(decoder) as Uint8Array;
  switch (step) {
    case sync.messageYjsSyncStep1:
      return { kind: 'step1', vector: content };
    case sync.messageYjsSyncStep2:
      return { kind: 'step2', update: content };
    case sync.messageYjsUpdate:
      return { kind: 'update', update: content };
    default:
      return UNKNOWN;
  }
}

function toRoomMessage(value: unknown): RoomMessage | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { t, epoch, n, ...rest } = value as Record<string, unknown>;
  switch (t) {
    case 'epoch':
      return { t, epoch: textOrNull(epoch), n: numberOrNull(n) };
    case 'welcome':
      return typeof epoch === 'string' ? { t, epoch } : null;
    case 'present':
      return typeof n === 'number' ? { t, n } : null;
    case 'ptr':
      return {
        t,
        cell: textOrNull(rest.cell),
        line: numberOrNull(rest.line),
        col: numberOrNull(rest.col)
      };
    case 'taken':
    case 'denied':
    case 'left':
    case 'ended':
      return { t };
    default:
      return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
