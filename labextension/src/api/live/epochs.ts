import { UUID } from '@lumino/coreutils';
import type * as Y from 'yjs';

const epochs = new WeakMap<Y.Doc, string>();

/**
 * The name of a document's Yjs history; the same as long as the document object lives.
 *
 * Two histories of the same notebook must never be merged: every cell would be there twice. A page
 * that is loaded again, or a notebook that is opened again, begins a new history.
 */
export function epochOf(doc: Y.Doc): string {
  const known = epochs.get(doc);
  if (known !== undefined) {
    return known;
  }
  const epoch = UUID.uuid4();
  epochs.set(doc, epoch);
  return epoch;
}
