import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { NotebookModel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { DisposableDelegate } from '@lumino/disposable';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PlayerModel } from '../model';
import { PLAYED_CLASS, StepDocument } from '../stepDocument';
import { PlayerBar } from '../widget';
import { FakeParts, key, NEWER, refused, RELEASE, settled, trans } from './fakes';

class FakeContext {
  constructor(public localPath: string) {}
  readonly ready = Promise.resolve();
  readonly pathChanged = new Signal<this, string>(this);
}

interface IFixture {
  widget: MainAreaWidget;
  context: FakeContext;
  models: PlayerModel[];
  left: string[];
}

const made: StepDocument[] = [];

let parts: FakeParts;
let persona: string | null;

async function open(path: string, notebook: NotebookModel | null): Promise<IFixture> {
  const widget = new MainAreaWidget({ content: new Widget() });
  const context = new FakeContext(path);
  const models: PlayerModel[] = [];
  const left: string[] = [];
  const document = new StepDocument(
    widget as unknown as IDocumentWidget,
    context as unknown as DocumentRegistry.Context,
    {
      outlines: parts.outlines,
      notebook: () => notebook,
      persona: () => persona,
      createModel: played => {
        const model = new PlayerModel(parts, played);
        models.push(model);
        return model;
      },
      createBar: model => new PlayerBar({ model, trans, onAction: () => undefined }),
      onPlayed: (_, model) => new DisposableDelegate(() => left.push(model.step.step))
    }
  );
  made.push(document);
  await settled();
  return { widget, context, models, left };
}

function notebook(release: string | null): NotebookModel {
  const model = new NotebookModel();
  model.fromJSON(content(release));
  return model;
}

function content(release: string | null, extraCells = 0): ReturnType<NotebookModel['toJSON']> {
  const cells = Array.from({ length: 1 + extraCells }, (_, index) => ({
    id: `cell-${String(index)}`,
    cell_type: 'code',
    source: '',
    metadata: {},
    outputs: [],
    execution_count: null
  }));
  const metadata = release === null ? {} : { jupyter_hybrid: { ...key(), release } };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

function bars(widget: Widget): number {
  return widget.node.querySelectorAll('.jp-Hybrid-PlayerBar').length;
}

describe('StepDocument', () => {
  beforeEach(() => {
    parts = new FakeParts();
    parts.progress.set([]);
    persona = null;
  });

  afterEach(() => {
    made.splice(0).forEach(document => {
      document.dispose();
    });
  });

  it('puts one bar at the bottom of a learner’s copy', async () => {
    const { widget, models } = await open('courses/c/m/a.ipynb', notebook(RELEASE));

    expect(bars(widget)).toBe(1);
    expect(widget.node.lastElementChild?.className).toContain('jp-Hybrid-PlayerBar');
    expect(widget.hasClass(PLAYED_CLASS)).toBe(true);
    expect(models[0].played).toEqual({
      step: key(),
      kind: 'notebook',
      release: RELEASE,
      isCopy: false
    });
  });

  it('leaves the notebook of an author alone, wherever it is', async () => {
    const { widget } = await open('courses/c/m/a.ipynb', notebook(null));

    expect(bars(widget)).toBe(0);
    expect(parts.api.nCourses).toBe(0);
  });

  it('changes nothing of the document', async () => {
    const model = notebook(RELEASE);
    model.dirty = false;
    const before = JSON.stringify(model.toJSON());
    await open('courses/c/m/a.ipynb', model);

    expect(JSON.stringify(model.toJSON())).toBe(before);
    expect(model.dirty).toBe(false);
  });

  it('knows a kept copy by its path', async () => {
    const { models } = await open('courses/c/m/a (mine).ipynb', notebook(RELEASE));

    expect(models[0].played.isCopy).toBe(true);
  });

  it('notices the release of a notebook that was brought up to date, and keeps its bar', async () => {
    const model = notebook(RELEASE);
    const { widget, models } = await open('courses/c/m/a.ipynb', model);

    model.fromJSON(content(NEWER, 3));
    await settled();

    expect(models).toHaveLength(1);
    expect(models[0].played.release).toBe(NEWER);
    expect(bars(widget)).toBe(1);
  });

  it('takes the bar away when the notebook is no step any more', async () => {
    const model = notebook(RELEASE);
    const { widget, left } = await open('courses/c/m/a.ipynb', model);

    model.deleteMetadata('jupyter_hybrid');
    await settled();

    expect(bars(widget)).toBe(0);
    expect(widget.hasClass(PLAYED_CLASS)).toBe(false);
    expect(left).toEqual(['a']);
  });

  it('knows a reading by its path', async () => {
    const { widget, models } = await open('courses/c/n/r.md', null);

    expect(bars(widget)).toBe(1);
    expect(models[0].played).toEqual({
      step: key('r', 'n'),
      kind: 'file',
      release: null,
      isCopy: false
    });
  });

  it.each([
    'courses/c/n/notes.md',
    'notes/r.md',
    'courses/c/m/a.ipynb',
    'personas/eve/courses/c/n/r.md'
  ])('puts no bar to %s', async path => {
    expect(bars((await open(path, null)).widget)).toBe(0);
  });

  it('asks nothing about a file that is not in the courses’ folder', async () => {
    await open('notes/r.md', null);

    expect(parts.api.nCourses).toBe(0);
  });

  it('looks into the folder of the persona', async () => {
    persona = 'anna';

    expect(bars((await open('personas/anna/courses/c/n/r.md', null)).widget)).toBe(1);
    expect(bars((await open('courses/c/n/r.md', null)).widget)).toBe(0);
  });

  it('keeps the bar of a reading whose course is taken away', async () => {
    const { widget, models } = await open('courses/c/n/r.md', null);
    parts.api.answer = refused(404);
    await parts.outlines.refresh('c');

    expect(bars(widget)).toBe(1);
    expect(models[0].notices[0].words).toContain('no longer offered here');
  });

  it('goes with the document', async () => {
    const { widget, models, left } = await open('courses/c/m/a.ipynb', notebook(RELEASE));

    widget.dispose();

    expect(models[0].isDisposed).toBe(true);
    expect(left).toEqual(['a']);
  });
});
