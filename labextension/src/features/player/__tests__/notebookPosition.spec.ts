import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';

import { NotebookPosition } from '../notebookPosition';
import { FakeClock } from './fakes';

interface IFakeCell {
  readonly model: { readonly id: string };
}

class FakeNotebook {
  readonly widgets: IFakeCell[] = ['a', 'b', 'c'].map(id => ({ model: { id } }));
  readonly activeCellChanged = new Signal<this, IFakeCell | null>(this);
  readonly scrolled: number[] = [];
  mode = 'command';
  private _index = 0;

  get activeCell(): IFakeCell | null {
    return this.widgets[this._index];
  }

  get activeCellIndex(): number {
    return this._index;
  }

  set activeCellIndex(index: number) {
    this._index = index;
    this.activeCellChanged.emit(this.activeCell);
  }

  scrollToItem(index: number): Promise<void> {
    this.scrolled.push(index);
    return Promise.resolve();
  }
}

let notebook: FakeNotebook;
let clock: FakeClock;
let told: string[];
let resumed: number[];

function follow(cell: string | null): NotebookPosition {
  return new NotebookPosition({ content: notebook } as unknown as NotebookPanel, {
    cell,
    clock,
    tell: id => told.push(id),
    onResumed: position => resumed.push(position)
  });
}

describe('NotebookPosition', () => {
  beforeEach(() => {
    notebook = new FakeNotebook();
    clock = new FakeClock();
    told = [];
    resumed = [];
  });

  it('goes on at the cell where one was last, and says so', () => {
    follow('c');

    expect(notebook.activeCellIndex).toBe(2);
    expect(notebook.scrolled).toEqual([2]);
    expect(resumed).toEqual([3]);
  });

  it.each(['gone', null, 'a'])('stays at the top for %s', cell => {
    follow(cell);

    expect(notebook.activeCellIndex).toBe(0);
    expect(resumed).toEqual([]);
  });

  it('leaves somebody alone who is elsewhere already', () => {
    notebook.activeCellIndex = 1;
    follow('c');

    expect(notebook.activeCellIndex).toBe(1);
  });

  it('leaves somebody alone who writes already', () => {
    notebook.mode = 'edit';
    follow('c');

    expect(notebook.activeCellIndex).toBe(0);
  });

  it('tells nothing while one stays where one was', async () => {
    follow('c');
    await clock.pass(60_000);

    expect(told).toEqual([]);
  });

  it('tells where one went', async () => {
    follow('c');
    notebook.activeCellIndex = 1;
    await clock.pass(60_000);

    expect(told).toEqual(['b']);
  });

  it('tells a first visit', async () => {
    follow(null);
    await clock.pass(60_000);

    expect(told).toEqual(['a']);
  });

  it('tells nothing after the notebook is closed', async () => {
    const position = follow('c');
    position.dispose();
    notebook.activeCellIndex = 1;
    await clock.pass(60_000);

    expect(told).toEqual([]);
  });
});
