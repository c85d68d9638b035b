import { afterEach, describe, expect, it } from 'vitest';

import { OutputSync } from '../outputs';
import { Pair, shows, stdout } from './pair';

const syncs: OutputSync[] = [];

function setUp(outputs = [stdout('one\n')]): ReturnType<Pair['addCodeCell']> & { pair: Pair } {
  const pair = new Pair();
  const { cell, model } = pair.addCodeCell(outputs);
  syncs.push(new OutputSync(model));
  return { pair, cell, model };
}

describe('OutputSync', () => {
  afterEach(() => {
    for (const sync of syncs.splice(0)) {
      sync.dispose();
    }
  });

  it('shows what a cell has at first', () => {
    const { cell, model } = setUp([stdout('one\n'), shows('text/html', '<b>2</b>')]);

    expect(model.outputs.toJSON()).toEqual(cell.getOutputs());
  });

  it('shows the print that follows clear_output(wait=True)', () => {
    const { pair, cell, model } = setUp();

    pair.theirs.transact(() => {
      cell.clearOutputs();
      cell.updateOutputs(0, 0, [stdout('two\n')]);
    });

    expect(model.outputs.toJSON()).toEqual([stdout('two\n')]);
  });

  it('shows an output that took the place of another between two others', () => {
    const { cell, model } = setUp([stdout('a\n'), shows('text/plain', '1'), stdout('b\n')]);

    cell.updateOutputs(1, 2, [shows('text/plain', '2')]);

    expect(model.outputs.toJSON()).toEqual([
      stdout('a\n'),
      shows('text/plain', '2'),
      stdout('b\n')
    ]);
  });

  it('grows a stream in place', () => {
    const { cell, model } = setUp();
    const before = model.outputs.get(0);

    cell.appendStreamOutput(0, 'two\n');

    expect(model.outputs.toJSON()).toEqual([stdout('one\ntwo\n')]);
    expect(model.outputs.get(0)).toBe(before);
  });

  it('keeps two streams of one name apart, as the document has them', () => {
    const { cell, model } = setUp([]);

    cell.setOutputs([stdout('a\n'), stdout('b\n')]);

    expect(model.outputs.toJSON()).toEqual([stdout('a\n'), stdout('b\n')]);
  });

  it('gives no output a frame of its own', () => {
    const html = shows('text/html', '<b>x</b>');
    const metadata = { isolated: true, 'text/html': { isolated: true, width: 5 } };

    const { cell, model } = setUp([{ ...html, metadata }]);

    expect(model.outputs.get(0).metadata).toEqual({ 'text/html': { width: 5 } });
    expect(cell.getOutputs()[0].metadata).toEqual(metadata);
  });

  it('removes what is too much', () => {
    const { cell, model } = setUp([stdout('a\n'), shows('text/plain', '1'), stdout('b\n')]);

    cell.setOutputs([stdout('a\n')]);

    expect(model.outputs.toJSON()).toEqual([stdout('a\n')]);
  });

  it('leaves the rest of a cell to JupyterLab', () => {
    const { cell, model } = setUp();
    const changed: string[] = [];
    model.stateChanged.connect((_, { name }) => changed.push(name));

    cell.execution_count = 7;

    expect(changed.filter(name => name === 'executionCount')).toHaveLength(1);
    expect(model.executionCount).toBe(7);
  });

  it('never writes into the document', () => {
    const { pair, cell } = setUp();

    cell.setOutputs([stdout('a\n'), stdout('b\n')]);
    cell.appendStreamOutput(1, 'c\n');
    cell.clearOutputs();

    expect(pair.ours.toJSON()).toEqual(pair.theirs.toJSON());
  });

  it('follows no more once the model is gone', () => {
    const { cell, model } = setUp();
    model.dispose();

    expect(() => {
      cell.setOutputs([]);
    }).not.toThrow();
  });
});

describe('the private names of JupyterLab that are used', () => {
  it('are still there', () => {
    const { model } = setUp();
    const { _onSharedModelChanged: slot } = model as unknown as Record<string, unknown>;
    const area = Object.getPrototypeOf(model.outputs) as Record<string, unknown>;

    expect(slot).toBeTypeOf('function');
    expect(area.shouldCombine).toBeTypeOf('function');
  });

  it('are what JupyterLab connects', () => {
    const { model } = new Pair().addCodeCell();
    const { _onSharedModelChanged: slot } = model as unknown as Record<string, () => void>;

    expect(model.sharedModel.changed.disconnect(slot, model)).toBe(true);
  });
});
