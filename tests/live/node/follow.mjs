// Stock y-websocket clients in a room: a presenter writes, two observers follow, one of them tries to write.
// node follow.mjs <ws://.../hybrid/live/session> <presenter> <observer> <observer> <late observer>; prints JSON.
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const [base, ...tickets] = process.argv.slice(2);
const N_CELLS = 20;
const DEADLINE_MS = 10_000;
// It reports every frame whose type it does not know; ours are JSON for our own client.
console.error = () => {};

function open(ticket) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(base, 'notebook', doc, {
    params: { ticket },
    WebSocketPolyfill: WebSocket,
    disableBc: true
  });
  const member = { doc, provider, closed: null };
  provider.on('connection-close', event => {
    member.closed = event?.code ?? 0;
  });
  return member;
}

const cells = doc => doc.getArray('cells');
const sources = doc => cells(doc).map(cell => cell.get('source').toString());
const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function newCell(source) {
  const cell = new Y.Map();
  cell.set('id', `cell-${source}`);
  cell.set('cell_type', 'code');
  cell.set('source', new Y.Text(source));
  cell.set('metadata', new Y.Map());
  cell.set('outputs', new Y.Array());
  return cell;
}

async function until(what, holds) {
  const end = Date.now() + DEADLINE_MS;
  while (!holds()) {
    if (Date.now() > end) {
      throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

const [presenter, watching, hostile] = tickets.slice(0, 3).map(open);
const members = [presenter, watching, hostile];
await until('all synced', () => members.every(one => one.provider.synced));

const expected = [];
for (let i = 0; i < N_CELLS; i++) {
  const source = `é😀 ${i}`;
  cells(presenter.doc).push([newCell(source)]);
  cells(presenter.doc).get(i).get('source').insert(0, '# ');
  expected.push(`# ${source}`);
}
cells(presenter.doc).delete(0, 1);
expected.shift();
await until('both follow', () =>
  [watching, hostile].every(one => equal(sources(one.doc), expected))
);

cells(hostile.doc).push([newCell('HACKED')]);
cells(hostile.doc).get(0).get('source').insert(0, 'EVIL ');
cells(presenter.doc).push([newCell('after')]);
expected.push('after');
await until('the other follows on', () => equal(sources(watching.doc), expected));

const late = open(tickets[3]);
await until('who comes late has all', () => equal(sources(late.doc), expected));

const used = open(tickets[3]);
const forged = open('forged');
await until('bad tickets are closed', () => used.closed !== null && forged.closed !== null);

console.log(
  JSON.stringify({
    presenter: equal(sources(presenter.doc), expected),
    open: [presenter, watching, hostile, late].map(one => one.closed),
    used: used.closed,
    forged: forged.closed,
    comesBack: [used, forged].map(one => one.provider.shouldConnect),
    ids: [presenter, watching, hostile, late].map(one => one.doc.clientID)
  })
);
process.exit(0);
