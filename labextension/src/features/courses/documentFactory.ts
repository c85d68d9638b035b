import { PageConfig } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { MimeDocumentFactory } from '@jupyterlab/docregistry';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IOpenedStep } from '../../api/types';

const MARKDOWN_PREVIEW = 'Markdown Preview';
const READING = 'Course Reading';

/** Name of the document factory that shows a step; undefined for the default one. */
export function documentFactory(kind: IOpenedStep['kind']): string | undefined {
  switch (kind) {
    case 'reading':
    case 'quiz':
      return isNotebook7() ? READING : MARKDOWN_PREVIEW;
    case 'notebook':
    case 'media':
      return undefined;
  }
}

/**
 * Add a view of readings where JupyterLab's own does not do.
 *
 * Notebook 7 has that on some of its pages only, and puts it beside an empty page.
 */
export function addReadingFactory(
  registry: DocumentRegistry,
  rendermime: IRenderMimeRegistry,
  trans: TranslationBundle
): void {
  const markdown = registry.getFileType('markdown');
  if (isNotebook7() && markdown !== undefined) {
    registry.addWidgetFactory(
      new MimeDocumentFactory({
        rendermime,
        dataType: 'string',
        modelName: 'text',
        name: READING,
        label: trans.__('Reading'),
        primaryFileType: markdown,
        fileTypes: [markdown.name],
        readOnly: true
      })
    );
  }
}

function isNotebook7(): boolean {
  return PageConfig.getOption('notebookPage') !== '';
}
