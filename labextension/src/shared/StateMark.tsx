import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import {
  checkIcon,
  circleEmptyIcon,
  closeIcon,
  editIcon,
  historyIcon
} from '@jupyterlab/ui-components';
import React from 'react';

/** How far somebody is with an exercise. */
export type ExerciseState = 'not_started' | 'tried' | 'waiting' | 'passed' | 'given_up';

const ICONS: Record<ExerciseState, LabIcon> = {
  not_started: circleEmptyIcon,
  tried: editIcon,
  waiting: historyIcon,
  passed: checkIcon,
  given_up: closeIcon
};

/** The state of an exercise in one or two words. */
export function stateWords(trans: TranslationBundle, state: ExerciseState): string {
  switch (state) {
    case 'not_started':
      return trans.__('Not started');
    case 'tried':
      return trans.__('Tried');
    case 'waiting':
      return trans.__('Waiting for a person');
    case 'passed':
      return trans.__('Passed');
    case 'given_up':
      return trans.__('Given up');
  }
}

export interface IStateMarkProps {
  readonly state: ExerciseState;
  readonly trans: TranslationBundle;
}

/** An exercise's state as icon and words; never by colour alone. */
export function StateMark({ state, trans }: IStateMarkProps): React.JSX.Element {
  const Icon = ICONS[state];
  return (
    <span className="jp-Hybrid-StateMark" data-state={state}>
      <Icon.react tag="span" className="jp-Hybrid-StateMark-icon" aria-hidden={true} />
      <span>{stateWords(trans, state)}</span>
    </span>
  );
}
