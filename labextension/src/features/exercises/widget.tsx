import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { keepCellKeysAway } from '../../shared/cellKeys';
import type { IBarActions } from './components/ExerciseBarView';
import { ExerciseBarView } from './components/ExerciseBarView';
import type { ExerciseDetails } from './details';
import type { ExercisesModel } from './model';

export interface IExerciseBarOptions {
  readonly model: ExercisesModel;
  readonly details: ExerciseDetails;
  readonly exercise: string;
  readonly trans: TranslationBundle;
  /** The keys that press Check, as people read them. */
  readonly shortcut: string;
  /** A moment of the server as people read it. */
  readonly when: (moment: string) => string;
  /** Write code into an element, in the notebook's colours. */
  readonly highlight: (code: string, element: HTMLElement) => void;
  readonly onCheck: () => void;
  /** What JupyterLab is asked for; each null where it cannot do it. */
  readonly commands: () => Pick<IBarActions, 'onRunFromTop' | 'onUpdate'>;
}

/** The bar under the last answer cell of an exercise. */
export class ExerciseBar extends ReactWidget {
  constructor(private readonly _options: IExerciseBarOptions) {
    super();
    this.addClass('jp-Hybrid-ExerciseBar');
    keepCellKeysAway(this.node);
    for (const shown of [_options.model, _options.details]) {
      shown.changed.connect(() => {
        this.update();
      }, this);
    }
  }

  protected render(): React.JSX.Element {
    const { model, details, exercise, trans, shortcut, when, highlight } = this._options;
    return (
      <ExerciseBarView
        view={model.view(exercise)}
        history={details.history.view}
        solution={details.solution.view}
        actions={this._actions()}
        trans={trans}
        shortcut={shortcut}
        when={when}
        highlight={highlight}
      />
    );
  }

  private _actions(): IBarActions {
    const { history, solution } = this._options.details;
    return {
      ...this._options.commands(),
      onCheck: this._options.onCheck,
      onCancel: () => void this._options.model.cancel(this._options.exercise),
      onShowSolution: () => void solution.show(),
      onSolutionOpen: isOpen => {
        solution.open(isOpen);
      },
      onHistoryOpen: isOpen => void history.open(isOpen),
      onReadHints: () => void history.load(),
      onChoose: (id, against) => void history.choose(id, against),
      onPutBack: () => void history.putBack()
    };
  }
}
