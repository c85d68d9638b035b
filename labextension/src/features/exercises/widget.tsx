import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import { ExerciseBarView } from './components/ExerciseBarView';
import type { ExercisesModel } from './model';

export interface IExerciseBarOptions {
  readonly model: ExercisesModel;
  readonly exercise: string;
  readonly trans: TranslationBundle;
  /** The keys that press Check, as people read them. */
  readonly shortcut: string;
  readonly onCheck: () => void;
}

/** The bar under the last answer cell of an exercise. */
export class ExerciseBar extends ReactWidget {
  constructor(private readonly _options: IExerciseBarOptions) {
    super();
    this.addClass('jp-Hybrid-ExerciseBar');
    _options.model.changed.connect(() => {
      this.update();
    }, this);
  }

  protected render(): React.JSX.Element {
    const { model, exercise, trans, shortcut, onCheck } = this._options;
    return (
      <ExerciseBarView
        view={model.view(exercise)}
        trans={trans}
        shortcut={shortcut}
        onCheck={onCheck}
      />
    );
  }
}
