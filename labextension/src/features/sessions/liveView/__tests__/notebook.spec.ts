import {
  CodeMirrorEditorFactory,
  CodeMirrorMimeTypeService,
  EditorLanguageRegistry
} from '@jupyterlab/codemirror';
import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { YNotebook } from '@jupyter/ydoc';
import * as Y from 'yjs';

import { LiveNotebook } from '../notebook';

const languages = new EditorLanguageRegistry();
const editorServices = {
  factoryService: new CodeMirrorEditorFactory({ languages }),
  mimeTypeService: new CodeMirrorMimeTypeService(languages)
};

function theirNotebook(...sources: string[]): YNotebook {
  const theirs = new YNotebook();
  sources.forEach(source => theirs.addCell({ cell_type: 'code', source }));
  return theirs;
}

describe('LiveNotebook', () => {
  let notebook: LiveNotebook;

  /** Show a notebook in a fresh document; gives it. */
  function show(theirs: YNotebook): YNotebook {
    const document = notebook.renew();
    Y.applyUpdate(document.ydoc, Y.encodeStateAsUpdate(theirs.ydoc), 'room');
    return document;
  }

  beforeEach(() => {
    const rendermime = new RenderMimeRegistry({ initialFactories: standardRendererFactories });
    notebook = new LiveNotebook({ rendermime, editorServices, translator: nullTranslator });
    // jsdom scrolls nothing
    notebook.outerNode.scrollTo = () => undefined;
    Widget.attach(notebook, document.body);
  });

  afterEach(() => {
    notebook.dispose();
  });

  it('puts no cell into an empty notebook', async () => {
    const document = show(theirNotebook());

    await new Promise(resolve => {
      window.requestAnimationFrame(resolve);
    });

    expect(document.cells).toHaveLength(0);
    expect(notebook.widgets).toHaveLength(0);
  });

  it('replaces its document without a doubled cell', () => {
    show(theirNotebook('a', 'b'));

    show(theirNotebook('a', 'b'));

    expect(notebook.widgets.map(cell => cell.model.sharedModel.getSource())).toEqual(['a', 'b']);
  });

  it('follows what the presenter adds and removes', () => {
    const theirs = theirNotebook('a', 'b');
    const document = show(theirs);
    theirs.ydoc.on('update', (update: Uint8Array) => {
      Y.applyUpdate(document.ydoc, update, 'room');
    });

    theirs.addCell({ cell_type: 'markdown', source: '# c' });
    theirs.deleteCell(0);

    expect(notebook.widgets.map(cell => cell.model.sharedModel.getSource())).toEqual(['b', '# c']);
  });

  it('has cells that cannot be edited, whatever their metadata say', () => {
    const theirs = theirNotebook('a');
    const document = show(theirs);
    theirs.cells[0].setMetadata('editable', true);
    Y.applyUpdate(document.ydoc, Y.encodeStateAsUpdate(theirs.ydoc), 'room');

    expect(notebook.widgets.map(cell => cell.readOnly)).toEqual([true]);
  });

  it("is no place for Lab's shortcuts that run, undo or insert", () => {
    expect(Object.keys(notebook.node.dataset)).toEqual(['jpSuppressContextMenu']);
  });

  it.each([
    ['z', true],
    ['Z', true],
    ['y', true],
    ['c', false]
  ])('keeps the browser from undoing: Ctrl+%s', (key, isRefused) => {
    const event = new KeyboardEvent('keydown', { key, ctrlKey: true, cancelable: true });

    notebook.node.dispatchEvent(event);

    expect(event.defaultPrevented).toBe(isRefused);
  });

  it("marks the presenter's cell, in words too", () => {
    const document = show(theirNotebook('a', 'b'));

    notebook.showPresenter(document.cells[1].id, true, 'Presenter');

    const marked = notebook.widgets.map(cell => cell.node.dataset.hybridPresenter);
    expect(marked).toEqual([undefined, 'Presenter']);
  });

  it('moves the mark', () => {
    const document = show(theirNotebook('a', 'b'));
    notebook.showPresenter(document.cells[1].id, true, 'Presenter');

    notebook.showPresenter(document.cells[0].id, true, 'Presenter');

    const marked = notebook.widgets.map(cell => cell.hasClass('jp-Hybrid-LiveView-presenterCell'));
    expect(marked).toEqual([true, false]);
  });
});
