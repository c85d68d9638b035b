import type { Notebook } from '@jupyterlab/notebook';
import { PromiseDelegate } from '@lumino/coreutils';
import { PanelLayout, Widget } from '@lumino/widgets';
import { afterEach, describe, expect, it } from 'vitest';

import { ExerciseBars } from '../bars';
import { found, settled } from './fakes';

/** A cell as far as a bar needs one: rendered late, as in a notebook that renders what is in view. */
class FakeCell extends Widget {
  constructor(id: string) {
    super();
    this.model = { id };
    this.layout = new PanelLayout();
  }

  get ready(): Promise<void> {
    return this._ready.promise;
  }

  get bars(): Widget[] {
    return [...this.children()];
  }

  readonly model: { readonly id: string };

  render(): void {
    this._ready.resolve();
  }

  private readonly _ready = new PromiseDelegate<void>();
}

const made: FakeCell[] = [];

function fakeCell(): FakeCell {
  const cell = new FakeCell('cell-mean');
  made.push(cell);
  return cell;
}

function build(cells: FakeCell[]): { bars: ExerciseBars; exercises: string[] } {
  const exercises: string[] = [];
  const bars = new ExerciseBars({ widgets: cells } as unknown as Notebook, exercise => {
    exercises.push(exercise);
    return new Widget();
  });
  return { bars, exercises };
}

describe('ExerciseBars', () => {
  afterEach(() => {
    made.splice(0).forEach(cell => {
      cell.dispose();
    });
  });

  it('waits until a cell is rendered, and puts one bar under it', async () => {
    const cell = fakeCell();
    const { bars, exercises } = build([cell]);

    bars.place(found({ mean: '1' }));
    bars.place(found({ mean: '1' }));
    await settled();
    expect(cell.bars).toHaveLength(0);
    cell.render();
    await settled();

    expect(cell.bars).toHaveLength(1);
    expect(exercises).toEqual(['mean']);
  });

  it('takes the bar away with its answer, and brings it back', async () => {
    const cell = fakeCell();
    cell.render();
    const { bars } = build([cell]);
    bars.place(found({ mean: '1' }));
    await settled();

    bars.place(found({}));
    await settled();
    expect(cell.bars).toHaveLength(0);
    bars.place(found({ mean: '1' }));
    await settled();

    expect(cell.bars).toHaveLength(1);
  });

  it('makes a new bar when the notebook makes a new cell', async () => {
    const cells = [fakeCell()];
    const { bars, exercises } = build(cells);
    bars.place(found({ mean: '1' }));
    cells[0]?.dispose();

    cells[0] = fakeCell();
    cells[0].render();
    bars.place(found({ mean: '1' }));
    await settled();

    expect(exercises).toEqual(['mean', 'mean']);
    expect(cells[0].bars).toHaveLength(1);
  });

  it('puts nothing into a cell that is gone before it was rendered', async () => {
    const cell = fakeCell();
    const { bars } = build([cell]);
    bars.place(found({ mean: '1' }));

    cell.dispose();
    cell.render();
    await settled();

    expect(cell.isDisposed).toBe(true);
  });

  it('takes all bars away when it is disposed of', async () => {
    const cell = fakeCell();
    cell.render();
    const { bars } = build([cell]);
    bars.place(found({ mean: '1' }));
    await settled();

    bars.dispose();

    expect(cell.bars).toHaveLength(0);
  });
});
