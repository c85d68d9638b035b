import { YNotebook } from '@jupyter/ydoc';
import type * as Y from 'yjs';

/**
 * A shared notebook into which only the connection to the room writes.
 *
 * JupyterLab's own models write while they only show: on a collapse, on a scrolled output, for an
 * empty notebook, and when outputs are merged. Each such write would make this document differ from
 * the presenter's. They all go through the document's method `transact`; `Y.applyUpdate`, which the
 * connection uses, does not.
 */
export class LiveYNotebook extends YNotebook {
  constructor() {
    super({ disableDocumentWideUndoRedo: true });
    closeGate(this.ydoc);
  }
}

function closeGate(doc: Y.Doc): void {
  // the callers that get here ignore what a transaction returns
  doc.transact = (() => undefined) as Y.Doc['transact'];
}
