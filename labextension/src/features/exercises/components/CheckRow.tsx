import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useId } from 'react';

import { StateMark } from '../../../shared/StateMark';
import { pointsWords } from '../../../shared/points';
import type { IExerciseView } from '../state';
import { CancelButton } from './CancelButton';
import { Elapsed } from './Elapsed';

export interface ICheckRowProps {
  readonly view: IExerciseView;
  readonly trans: TranslationBundle;
  /** The keys that press Check, as people read them. */
  readonly shortcut: string;
  readonly onCheck: () => void;
  readonly onCancel: () => void;
  /** What else can be pressed. */
  readonly children?: React.ReactNode;
}

/** Check, and how far the learner is. */
export function CheckRow(props: ICheckRowProps): React.JSX.Element {
  const { view, trans, shortcut, onCheck, onCancel, children } = props;
  const { nAttemptsLeft, phase, watched } = view;
  const attempts = attemptsWords(view, trans);
  const reason = useId();
  const isUsedUp = nAttemptsLeft === 0;
  return (
    <>
      <div className="jp-Hybrid-ExerciseBar-row">
        <Button
          className="jp-mod-styled jp-mod-accept jp-Hybrid-Button jp-Hybrid-Check"
          title={trans.__('Hand in your answers and get them graded (%1)', shortcut)}
          aria-label={trans.__('Check exercise %1', view.exercise)}
          // Not `disabled`: the focus would be lost with the last attempt.
          aria-disabled={isUsedUp}
          aria-describedby={isUsedUp ? reason : undefined}
          onClick={isUsedUp ? undefined : onCheck}
        >
          {trans.__('Check')}
        </Button>
        <StateMark state={view.state} trans={trans} />
        {view.maxPoints !== null && (
          <span className="jp-Hybrid-ExerciseBar-points">
            {pointsWords(trans, view.points, view.maxPoints)}
          </span>
        )}
        {attempts !== null && <span>{attempts}</span>}
        {phase.kind === 'checking' && (
          <Elapsed since={phase.since} place={watched?.place ?? null} trans={trans} />
        )}
        {phase.kind === 'checking' && watched !== null && (
          <CancelButton
            exercise={view.exercise}
            watched={watched}
            trans={trans}
            onCancel={onCancel}
          />
        )}
        {children}
      </div>
      {isUsedUp && (
        <p id={reason} className="jp-Hybrid-ExerciseBar-sentence">
          {trans.__('No attempts are left. Your answer stays in this notebook.')}
        </p>
      )}
    </>
  );
}

function attemptsWords(
  { nAttempts, nAttemptsLeft: nLeft, maxAttempts }: IExerciseView,
  trans: TranslationBundle
): string | null {
  if (nLeft !== null && maxAttempts !== null) {
    return trans._n('%2 of %1 attempt left', '%2 of %1 attempts left', maxAttempts, nLeft);
  }
  return nAttempts > 0 ? trans._n('%1 attempt', '%1 attempts', nAttempts) : null;
}
