import type { ISharedCodeCell } from '@jupyter/ydoc';
import { YNotebook } from '@jupyter/ydoc';
import { CodeCellModel } from '@jupyterlab/cells';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { describe, expect, it, vi } from 'vitest';

import type { ILintReport } from '../../../api/types';
import { CourseChecks } from '../checks';
import { DryRuns } from '../dryRuns';
import { NotebookAuthoring } from '../notebook';
import { toBlock } from '../roles';
import { deferred, message, report } from './fakes';

const PATH = 'course/m/a.ipynb';
const OWNER = {};

/** A panel with one answer `x`; what a save does is told by its signal. */
class FakePanel {
  constructor({ isShared = false } = {}) {
    const nbgrader = toBlock({ role: 'answer', id: 'x', points: 0 });
    this._cell = YNotebook.create().addCell({
      cell_type: 'code',
      id: 'x',
      source: 'wrong',
      metadata: { nbgrader: nbgrader as never }
    }) as unknown as ISharedCodeCell;
    this.model = {
      contentChanged: new Signal<object, void>(OWNER),
      metadataChanged: new Signal<object, void>(OWNER),
      cells: [new CodeCellModel({ sharedModel: this._cell })],
      collaborative: isShared,
      getMetadata: () => undefined
    };
  }

  readonly model: object;
  readonly context = {
    saveState: new Signal<object, DocumentRegistry.SaveState>(OWNER),
    pathChanged: new Signal<object, string>(OWNER),
    path: PATH,
    localPath: PATH
  };
  readonly content = {
    activeCellChanged: new Signal<object, void>(OWNER),
    activeCell: null,
    widgets: []
  };
  readonly contentHeader = { addWidget: () => undefined };
  readonly disposed = new Signal<object, void>(OWNER);
  readonly isDisposed = false;

  write(source: string): void {
    this._cell.setSource(source);
  }

  save(outcome: 'completed' | 'failed'): void {
    this.context.saveState.emit('started');
    this.context.saveState.emit(outcome);
  }

  private readonly _cell: ISharedCodeCell;
}

/** Checks whose answers the test gives. */
class FakeLint {
  readonly answers: ((said: ILintReport) => void)[] = [];

  readonly checks = new CourseChecks({
    api: {
      lint: () => {
        const { promise, resolve } = deferred<ILintReport>();
        this.answers.push(resolve);
        return promise;
      }
    }
  });

  /** Answer the check of that number, the first being 0. */
  async answer(n: number, said: ILintReport): Promise<void> {
    await vi.waitFor(() => {
      expect(this.answers.length).toBeGreaterThan(n);
    });
    this.answers[n](said);
    await Promise.resolve();
    await Promise.resolve();
  }
}

function open(panel: FakePanel, checks: CourseChecks): () => number {
  const authoring = new NotebookAuthoring(panel as unknown as NotebookPanel, {
    checks,
    contents: {
      driveName: () => '',
      localPath: path => path,
      get: () => Promise.resolve({ content: [{ name: 'course.yaml', type: 'file' }] } as never)
    },
    onKindChanged: () => undefined,
    createDryRuns: notebook => new DryRuns({ dryRun: () => Promise.resolve([]) }, notebook),
    createToolbar: () => new Widget(),
    createStrip: () => new Widget()
  });
  return () => authoring.source?.model.strips.get('x')?.messages.length ?? 0;
}

const FAULT = report([message({ cell: 1, cell_id: 'x' })]);

describe('what lint says of an open notebook', () => {
  it('is shown at a cell that is as lint saw it', async () => {
    const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel() };
    const shown = open(panel, lint.checks);

    await lint.answer(0, FAULT);

    expect(shown()).toBe(1);
  });

  it.each(['completed', 'failed'] as const)(
    'is not shown at a cell that was mended meanwhile, by a save that is %s',
    async outcome => {
      const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel() };
      const shown = open(panel, lint.checks);
      await lint.answer(0, report());

      void lint.checks.check('course');
      panel.write('mended');
      panel.save(outcome);
      await lint.answer(1, FAULT);

      expect(shown()).toBe(0);
    }
  );

  it('is not shown at a cell whose mending did not reach the disk', async () => {
    const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel() };
    const shown = open(panel, lint.checks);
    await lint.answer(0, report());

    panel.write('mended');
    panel.save('failed');
    void lint.checks.check('course');
    await lint.answer(1, FAULT);

    expect(shown()).toBe(0);
  });

  it('is asked for again if it is from before the notebook was opened', async () => {
    const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel() };
    void lint.checks.check('course');
    await lint.answer(0, FAULT);

    const shown = open(panel, lint.checks);
    expect(shown()).toBe(0);
    await lint.answer(1, FAULT);

    expect(shown()).toBe(1);
  });

  it('holds for the cells of now where the server writes by itself', async () => {
    const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel({ isShared: true }) };
    const shown = open(panel, lint.checks);
    await lint.answer(0, report());

    panel.write('wrong again');
    void lint.checks.check('course');
    await lint.answer(1, FAULT);

    expect(shown()).toBe(1);
  });

  it('does not end when an outer course is checked', async () => {
    const { lint, panel } = { lint: new FakeLint(), panel: new FakePanel() };
    const shown = open(panel, lint.checks);
    await lint.answer(0, FAULT);

    void lint.checks.check('other');
    await lint.answer(1, report([], ''));

    expect(shown()).toBe(1);
  });
});
