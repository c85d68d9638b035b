import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { NotebookModel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';

import { OpenDocuments } from '../openDocuments';
import { provideIdleTime, settled, trans } from './fakes';

class FakeWidget {
  readonly disposed = new Signal<this, void>(this);
  readonly content = { node: document.createElement('div') };
  readonly toolbar = { node: document.createElement('div') };
  isDisposed = false;
  nActivated = 0;

  activate(): void {
    this.nActivated += 1;
  }
}

class FakeContext {
  readonly localPath = 'a.ipynb';
  text = 'as it was';
  readonly model = {
    dirty: true,
    collaborative: false,
    sharedModel: { clearUndoHistory: () => void this.done.push('forget undo') },
    toString: () => this.text
  };
  readonly done: string[] = [];
  saving = (): Promise<void> => Promise.resolve();

  async save(): Promise<void> {
    this.done.push('save');
    await this.saving();
  }

  revert(): Promise<void> {
    this.done.push('revert');
    this.model.dirty = true;
    return Promise.resolve();
  }
}

let documents: OpenDocuments;
let context: FakeContext;
let widget: FakeWidget;

function add(): void {
  widget = new FakeWidget();
  documents.add(
    widget as unknown as IDocumentWidget,
    context as unknown as DocumentRegistry.Context
  );
}

describe('OpenDocuments', () => {
  beforeEach(() => {
    provideIdleTime();
    documents = new OpenDocuments();
    context = new FakeContext();
    add();
  });

  it('is one file however many tabs show it, and none when they are closed', () => {
    const first = widget;
    add();
    expect(documents.at('a.ipynb')).toHaveLength(1);
    expect(documents.at('b.ipynb')).toHaveLength(0);

    first.disposed.emit();
    widget.disposed.emit();

    expect(documents.at('a.ipynb')).toHaveLength(0);
  });

  it('saves what was typed', async () => {
    expect(await documents.at('a.ipynb')[0].save()).toBe(true);
    expect(context.done).toEqual(['save']);
  });

  it('has nothing to save where nothing was typed', async () => {
    context.model.dirty = false;

    expect(await documents.at('a.ipynb')[0].save()).toBe(true);
    expect(context.done).toEqual([]);
  });

  it('says when saving failed', async () => {
    context.saving = () => Promise.reject(new Error('disk full'));

    expect(await documents.at('a.ipynb')[0].save()).toBe(false);
  });

  it('does not go on when somebody had to say what becomes of a changed file', async () => {
    context.saving = async () => {
      const asked = showDialog({ title: trans.__('File Changed'), buttons: [Dialog.okButton()] });
      await settled();
      Dialog.flush();
      await asked;
    };

    expect(await documents.at('a.ipynb')[0].save()).toBe(false);
  });

  it('shows what is on the disk, which is then neither changed nor to be undone', async () => {
    context.model.dirty = false;

    expect(await documents.at('a.ipynb')[0].reload()).toBe(true);

    expect(context.done).toEqual(['revert', 'forget undo']);
    expect(context.model.dirty).toBe(false);
  });

  it('keeps what was typed and not saved', async () => {
    expect(await documents.at('a.ipynb')[0].reload()).toBe(false);

    expect(context.done).toEqual([]);
    expect(context.model.dirty).toBe(true);
  });

  it('keeps what was typed while it was saved, whatever JupyterLab marks', async () => {
    context.saving = () => {
      context.text = 'and more';
      return Promise.resolve();
    };
    await documents.at('a.ipynb')[0].save();
    context.model.dirty = false;

    expect(await documents.at('a.ipynb')[0].reload()).toBe(false);
    expect(context.done).toEqual(['save']);
  });

  it('takes a mark of JupyterLab for no work where nothing was typed since', async () => {
    await documents.at('a.ipynb')[0].save();

    expect(await documents.at('a.ipynb')[0].reload()).toBe(true);
  });

  it.each([
    [
      'what a kernel notes',
      (model: NotebookModel) => {
        model.setMetadata('language_info', {});
      },
      true
    ],
    [
      'another text',
      (model: NotebookModel) => {
        model.cells.get(0).sharedModel.setSource('2');
      },
      false
    ]
  ])('reads a notebook anew after a save and %s: %s', async (_, change, isReloaded) => {
    const model = new NotebookModel();
    model.sharedModel.insertCell(0, { cell_type: 'code', source: '1' });
    Object.assign(context, { model });
    await documents.at('a.ipynb')[0].save();

    change(model);

    expect(model.dirty).toBe(true);
    expect(await documents.at('a.ipynb')[0].reload()).toBe(isReloaded);
  });

  it('shows what is on the disk where several write at once: nobody knows what is saved', async () => {
    context.model.collaborative = true;

    expect(await documents.at('a.ipynb')[0].reload()).toBe(true);
  });

  it('takes no keys while it is replaced, and no press in its toolbar', () => {
    const frozen = documents.at('a.ipynb')[0].freeze();
    expect(widget.content.node.inert).toBe(true);
    expect(widget.toolbar.node.inert).toBe(true);

    frozen.dispose();

    expect(widget.content.node.inert).toBe(false);
    expect(widget.toolbar.node.inert).toBe(false);
  });

  it('gives the focus back, unless it is somewhere else by then', () => {
    const inside = document.createElement('input');
    const elsewhere = document.createElement('input');
    widget.content.node.append(inside);
    document.body.append(widget.content.node, elsewhere);

    inside.focus();
    const first = documents.at('a.ipynb')[0].freeze();
    inside.blur();
    first.dispose();
    expect(widget.nActivated).toBe(1);

    inside.focus();
    const second = documents.at('a.ipynb')[0].freeze();
    elsewhere.focus();
    second.dispose();
    expect(widget.nActivated).toBe(1);
  });
});
