import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';

import type { IMissing } from '../../api/types';
import { readStepRelease } from '../../shared/stepRelease';
import type { ICellView, INotebookAnswers } from './answers';
import { collectAnswers } from './answers';
import type { Answers } from './history';
import { kernelHas } from './kernel';

/** What an exercise bar reads from its notebook, and the one thing that it may write there. */
export interface INotebookAccess {
  /** All that the notebook holds to hand in. */
  collect(): INotebookAnswers;
  /** The answers to one exercise. */
  answersOf(exercise: string): Answers;
  /** Write answers to one exercise, as if typed; returns those of them that have no cell. */
  write(exercise: string, answers: Answers): string[];
  /** Whether the notebook's own kernel has something; null if it cannot be asked now. */
  kernelHas(missing: IMissing): Promise<boolean | null>;
}

/** An open notebook. */
export class NotebookAccess implements INotebookAccess {
  constructor(private readonly _panel: NotebookPanel) {}

  collect(): INotebookAnswers {
    const step = readStepRelease(this._panel.model?.getMetadata('jupyter_hybrid'));
    return collectAnswers(this.cells(), step?.cells ?? null);
  }

  cells(): ICellView[] {
    return cellViews(this._panel.model);
  }

  answersOf(exercise: string): Answers {
    const cells = this.collect().cells.filter(cell => cell.exercise === exercise);
    return Object.fromEntries(cells.map(({ answer, source }) => [answer, source]));
  }

  write(exercise: string, answers: Answers): string[] {
    const targets = this.collect().cells.filter(cell => cell.exercise === exercise);
    const cells = new Map(Array.from(this._panel.model?.cells ?? [], cell => [cell.id, cell]));
    const without: string[] = [];
    for (const { answer, cell, source } of targets) {
      const target = cells.get(cell);
      if (!(answer in answers)) {
        continue;
      }
      if (target === undefined) {
        without.push(answer);
      } else if (answers[answer] !== source) {
        target.sharedModel.setSource(answers[answer]);
      }
    }
    return without;
  }

  async kernelHas(missing: IMissing): Promise<boolean | null> {
    return kernelHas(this._panel.sessionContext.session?.kernel ?? null, missing);
  }
}

function cellViews(model: INotebookModel | null): ICellView[] {
  return Array.from(model?.cells ?? [], cell => ({
    id: cell.id,
    type: cell.type,
    source: cell.sharedModel.getSource(),
    nbgrader: cell.getMetadata('nbgrader') as unknown,
    hybrid: cell.getMetadata('jupyter_hybrid') as unknown
  }));
}
