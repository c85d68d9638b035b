import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';

import type { IOpenedStep } from '../../api/types';
import { documentFactory } from './documentFactory';

export interface IOpenDocumentOptions {
  readonly documents: Pick<IDocumentManager, 'openOrReveal' | 'registry'>;
  readonly baseUrl: string;
  /** Open an address in a tab of the browser. */
  readonly openTab: (url: string) => void;
}

/** Open the document of a step in the view that suits its kind. */
export function openDocument(
  { path, kind }: IOpenedStep,
  { documents, baseUrl, openTab }: IOpenDocumentOptions
): void {
  const factory = documentFactory(kind);
  const isKnown =
    factory === undefined || documents.registry.getWidgetFactory(factory) !== undefined;
  if (isKnown || PageConfig.getOption('notebookPage') === '') {
    documents.openOrReveal(path, factory);
  } else {
    // Notebook 7 has the view on its page for files only, and would take its editor instead.
    const query = URLExt.objectToQueryString({ factory });
    openTab(URLExt.join(baseUrl, 'edit', URLExt.encodeParts(path)) + query);
  }
}
