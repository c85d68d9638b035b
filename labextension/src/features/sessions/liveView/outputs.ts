import type { CellChange, ISharedCodeCell } from '@jupyter/ydoc';
import type { CodeCellModel } from '@jupyterlab/cells';
import type { IOutput } from '@jupyterlab/nbformat';
import { JSONExt } from '@lumino/coreutils';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

import { isRecord } from '../../../shared/stepRelease';

type Outputs = CodeCellModel['outputs'];
type Slot = (sender: ISharedCodeCell, change: CellChange) => void;

/**
 * What of JupyterLab is private and used here; a test fails when one of them vanishes.
 *
 * `_onSharedModelChanged` follows the shared cell; `shouldCombine` joins a stream output to the one
 * before it.
 */
interface IPrivateModel {
  readonly _onSharedModelChanged: Slot;
}
interface IPrivateOutputs {
  shouldCombine: () => boolean;
}

/**
 * Keeps the outputs of a cell equal to those of its shared cell.
 *
 * JupyterLab's own code appends whatever is inserted and takes one transaction's insert and delete
 * in the wrong order: after `clear_output(wait=True)` and a print the output is gone. Here the list
 * is made equal instead, whatever the change was.
 */
export class OutputSync implements IDisposable {
  constructor(private readonly _model: CodeCellModel) {
    this._shared = _model.sharedModel;
    this._stock = (_model as unknown as IPrivateModel)._onSharedModelChanged;
    (_model.outputs as unknown as IPrivateOutputs).shouldCombine = () => false;
    this._shared.changed.disconnect(this._stock, _model);
    this._shared.changed.connect(this._onChanged);
    makeEqual(_model.outputs, this._shared.getOutputs());
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._shared.changed.disconnect(this._onChanged);
    }
  }

  private readonly _onChanged = (sender: ISharedCodeCell, change: CellChange): void => {
    if (this._isDisposed || this._model.isDisposed) {
      return;
    }
    const { outputsChange, streamOutputChange, ...rest } = change;
    this._stock.call(this._model, sender, rest);
    if (outputsChange !== undefined || streamOutputChange !== undefined) {
      makeEqual(this._model.outputs, this._shared.getOutputs());
    }
  };

  private readonly _shared: ISharedCodeCell;
  private readonly _stock: Slot;
  private _isDisposed = false;
}

function makeEqual(outputs: Outputs, shared: readonly IOutput[]): void {
  const wanted = shared.map(withoutFrame);
  wanted.forEach((output, index) => {
    if (index >= outputs.length) {
      outputs.add(output);
    } else {
      makeOneEqual(outputs, index, output);
    }
  });
  while (outputs.length > wanted.length) {
    outputs.remove(outputs.length - 1);
  }
}

function makeOneEqual(outputs: Outputs, index: number, wanted: IOutput): void {
  const shown = outputs.get(index).toJSON();
  if (JSONExt.deepEqual(shown, wanted)) {
    return;
  }
  const added = index === outputs.length - 1 ? appendedText(shown, wanted) : null;
  if (added === null) {
    outputs.set(index, wanted);
  } else {
    // replacing it would draw a long log anew for each line
    outputs.appendStreamOutput(added);
  }
}

/**
 * An output that does not ask for a frame of its own.
 *
 * JupyterLab would copy its HTML into a frame, where nobody hears the buttons that stand for images.
 */
function withoutFrame(output: IOutput): IOutput {
  return isRecord(output.metadata)
    ? { ...output, metadata: withoutIsolated(output.metadata) }
    : output;
}

function withoutIsolated(metadata: Record<string, unknown>): PartialJSONObject {
  const kept = Object.entries(metadata).filter(([name]) => name !== 'isolated');
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isRecord(value) ? withoutIsolated(value) : value])
  ) as PartialJSONObject;
}

/** What was added at the end of a stream output; null if anything else is different. */
function appendedText(shown: IOutput, wanted: IOutput): string | null {
  if (shown.output_type !== 'stream' || wanted.output_type !== 'stream') {
    return null;
  }
  const [before, after] = [shown.text, wanted.text];
  if (typeof before !== 'string' || typeof after !== 'string' || shown.name !== wanted.name) {
    return null;
  }
  return after.startsWith(before) ? after.slice(before.length) : null;
}
