import { PageConfig } from '@jupyterlab/coreutils';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { IOpenDocumentOptions } from '../openDocument';
import { openDocument } from '../openDocument';

const READING = {
  path: 'courses/a b/text.md',
  kind: 'reading' as const,
  is_new: false
};

function page(notebookPage: string, factories: readonly string[]) {
  PageConfig.setOption('notebookPage', notebookPage);
  const openOrReveal = vi.fn();
  const openTab = vi.fn();
  const registry = {
    getWidgetFactory: (name: string) => (factories.includes(name) ? { name } : undefined)
  };
  const documents = { openOrReveal, registry } as unknown as IOpenDocumentOptions['documents'];
  return { openOrReveal, openTab, options: { documents, baseUrl: '/user/ada/', openTab } };
}

describe('openDocument', () => {
  afterEach(() => {
    PageConfig.setOption('notebookPage', '');
  });

  it('shows a reading as a reading', () => {
    const { openOrReveal, openTab, options } = page('', ['Markdown Preview']);

    openDocument(READING, options);

    expect(openOrReveal).toHaveBeenCalledWith('courses/a b/text.md', 'Markdown Preview');
    expect(openTab).not.toHaveBeenCalled();
  });

  it('goes to the page for files where Notebook 7 has no view for it', () => {
    const { openOrReveal, openTab, options } = page('notebooks', ['Editor', 'Notebook']);

    openDocument(READING, options);

    expect(openOrReveal).not.toHaveBeenCalled();
    expect(openTab).toHaveBeenCalledWith(
      '/user/ada/edit/courses/a%20b/text.md?factory=Markdown%20Preview'
    );
  });

  it('leaves a notebook to Notebook 7', () => {
    const { openOrReveal, options } = page('notebooks', ['Notebook']);

    openDocument({ ...READING, path: 'a.ipynb', kind: 'notebook' }, options);

    expect(openOrReveal).toHaveBeenCalledWith('a.ipynb', undefined);
  });
});
