import { PageConfig } from '@jupyterlab/coreutils';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';

import { addReadingFactory, documentFactory } from '../documentFactory';

const trans = nullTranslator.load('jupyter_hybrid');

function registered(): DocumentRegistry {
  const registry = new DocumentRegistry();
  addReadingFactory(registry, new RenderMimeRegistry(), trans);
  return registry;
}

describe('documentFactory', () => {
  afterEach(() => {
    PageConfig.setOption('notebookPage', '');
  });

  it('shows texts as they are meant to be read, and leaves the rest to JupyterLab', () => {
    expect(documentFactory('reading')).toBe('Markdown Preview');
    expect(documentFactory('quiz')).toBe('Markdown Preview');
    expect(documentFactory('notebook')).toBeUndefined();
    expect(documentFactory('media')).toBeUndefined();
    expect([...registered().widgetFactories()]).toEqual([]);
  });

  it('has a view of its own in Notebook 7', () => {
    PageConfig.setOption('notebookPage', 'edit');

    const registry = registered();
    const name = documentFactory('reading') ?? '';

    expect(name).not.toBe('Markdown Preview');
    expect(registry.getWidgetFactory(name)?.label).toBe('Reading');
    expect(documentFactory('notebook')).toBeUndefined();
  });
});
