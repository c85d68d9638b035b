import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';

import { pathInFolder } from './courseFolder';

export interface IOpenDocuments {
  readonly shell: Pick<JupyterFrontEnd.IShell, 'widgets'>;
  readonly documents: Pick<IDocumentManager, 'contextForWidget'>;
}

/** Bring what is open below a folder to the disk, of any kind; rejects if that fails. */
export async function saveAll(folder: string, { shell, documents }: IOpenDocuments): Promise<void> {
  const contexts = Array.from(shell.widgets('main'), widget =>
    documents.contextForWidget(widget)
  ).filter(context => context !== undefined);
  // A document that is open in two views has one context.
  const changed = [...new Set(contexts)].filter(
    ({ model, localPath }) => model.dirty && pathInFolder(folder, localPath) !== null
  );
  await Promise.all(changed.map(async context => context.save()));
}
