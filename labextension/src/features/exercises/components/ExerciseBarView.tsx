import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { StateMark } from '../../../shared/StateMark';
import { pointsWords } from '../../../shared/points';
import type { CheckPhase, IAttemptView, IExerciseView } from '../state';
import { isPassed, isUntouched, verdictWords } from '../words';
import { Elapsed } from './Elapsed';
import { Feedback } from './Feedback';

export interface IExerciseBarViewProps {
  readonly view: IExerciseView;
  readonly trans: TranslationBundle;
  /** The keys that press Check, as people read them. */
  readonly shortcut: string;
  readonly onCheck: () => void;
}

/** Check, points, attempts and the latest result of one exercise. */
export function ExerciseBarView(props: IExerciseBarViewProps): React.JSX.Element {
  const { view, trans, shortcut, onCheck } = props;
  const { attempt, phase } = view;
  return (
    <section aria-label={trans.__('Exercise %1', view.exercise)}>
      <div className="jp-Hybrid-ExerciseBar-row">
        <Button
          className="jp-mod-styled jp-mod-accept jp-Hybrid-Button"
          title={trans.__('Hand in your answers and get them graded (%1)', shortcut)}
          aria-label={trans.__('Check exercise %1', view.exercise)}
          onClick={onCheck}
        >
          {trans.__('Check')}
        </Button>
        <StateMark state={view.state} trans={trans} />
        {view.maxPoints !== null && (
          <span className="jp-Hybrid-ExerciseBar-points">
            {pointsWords(trans, view.points, view.maxPoints)}
          </span>
        )}
        {view.nAttempts > 0 && <span>{trans._n('%1 attempt', '%1 attempts', view.nAttempts)}</span>}
        {phase.kind === 'checking' && <Elapsed since={phase.since} trans={trans} />}
      </div>
      <Sentences sentences={sentences(view, trans)} />
      {attempt !== null && phase.kind !== 'checking' && (
        <Feedback
          verdict={verdict(view, attempt, trans)}
          isPassed={isPassed(attempt)}
          areTestsOpen={attempt.tests.some(({ passed }) => !passed) && !isUntouched(attempt)}
          tests={attempt.tests}
          hint={attempt.hint}
          notes={attempt.notes}
          trans={trans}
        />
      )}
    </section>
  );
}

function verdict(view: IExerciseView, attempt: IAttemptView, trans: TranslationBundle): string {
  const words = verdictWords(attempt, trans);
  const isBest = (attempt.points ?? 0) >= view.points;
  // Beside the points of the best attempt, or a Check under way, an older result would mislead.
  return view.phase.kind === 'idle' && isBest ? words : trans.__('Latest result: %1', words);
}

function Sentences({ sentences }: { sentences: readonly string[] }): React.JSX.Element {
  return (
    <>
      {sentences.map(sentence => (
        <p key={sentence} className="jp-Hybrid-ExerciseBar-sentence">
          {sentence}
        </p>
      ))}
    </>
  );
}

function sentences(
  { phase, problems, trouble }: IExerciseView,
  trans: TranslationBundle
): string[] {
  return [
    ...phaseSentences(phase, trans),
    ...problems,
    ...(trouble === null ? [] : [trans.__('What you did before is not shown yet. %1', trouble)])
  ];
}

function phaseSentences(phase: CheckPhase, trans: TranslationBundle): string[] {
  if (phase.kind === 'refused') {
    return [
      trans.__('The server did not take it: %1.', phase.words),
      trans.__('Your answer is safe in this notebook.')
    ];
  }
  if (phase.kind !== 'kept') {
    return [];
  }
  return phase.isDurable
    ? [trans.__('Kept here. It will be sent when the connection is back.')]
    : [
        trans.__('Kept in this window only, because the browser keeps nothing.'),
        trans.__('Leave the window open: it will be sent when the connection is back.')
      ];
}
