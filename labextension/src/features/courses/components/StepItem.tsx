import React from 'react';

import { StateMark } from '../../../shared/StateMark';
import { StepKindMark } from '../../../shared/StepKind';
import { formatPoints } from '../../../shared/points';
import type { IExerciseLine, IStepView } from '../state';
import { dueWords, stepStateWords } from '../words';
import { LiveDetails } from './LiveDetails';
import type { IStepActions } from './StepActions';

export interface IStepItemProps extends IStepActions {
  readonly step: IStepView;
}

/** A step with its kind, state, date and points; opens it, where there is something to open. */
export function StepItem(props: IStepItemProps): React.JSX.Element {
  const { step, trans } = props;
  return (
    <li className="jp-Hybrid-StepItem" data-state={step.state}>
      {step.kind === 'live' ? <StepTitle {...props} /> : <StepButton {...props} />}
      {step.kind === 'live' && <LiveDetails {...props} />}
      <StepFacts {...props} />
      {step.problem !== null && <p className="jp-Hybrid-Step-problem">{step.problem}</p>}
      {step.exercises.length > 0 && (
        <ul className="jp-Hybrid-Step-exercises" aria-label={trans.__('Exercises')}>
          {step.exercises.map(exercise => (
            <ExerciseItem key={exercise.key} {...props} exercise={exercise} />
          ))}
        </ul>
      )}
    </li>
  );
}

function StepButton({ step, trans, onOpenStep }: IStepItemProps): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-Hybrid-Step"
      disabled={step.problem !== null}
      aria-current={step.isNext ? 'step' : undefined}
      aria-busy={step.isOpening}
      onClick={() => {
        onOpenStep(step.key);
      }}
    >
      <StepKindMark kind={step.kind} trans={trans} />
      <span className="jp-Hybrid-Step-title">{step.title}</span>
      {step.isNext && <span className="jp-Hybrid-Step-mark">{trans.__('Next')}</span>}
      {step.isOpening && <span className="jp-Hybrid-Step-mark">{trans.__('Opening…')}</span>}
    </button>
  );
}

function StepTitle({ step, trans }: IStepItemProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Step jp-mod-static" aria-current={step.isNext ? 'step' : undefined}>
      <StepKindMark kind={step.kind} trans={trans} />
      <span className="jp-Hybrid-Step-title">{step.title}</span>
      {step.isNext && <span className="jp-Hybrid-Step-mark">{trans.__('Next')}</span>}
    </div>
  );
}

function StepFacts({ step, trans, dates }: IStepItemProps): React.JSX.Element {
  const points = formatPoints(step.points);
  const maxPoints = formatPoints(step.maxPoints);
  return (
    <p className="jp-Hybrid-Step-facts">
      <span className="jp-Hybrid-Step-state" data-state={step.state}>
        {stepStateWords(trans, step.state)}
      </span>
      {step.dueAt !== null && step.state !== 'done' && (
        <span className="jp-Hybrid-Due">{dueWords(trans, step.dueAt, dates)}</span>
      )}
      {step.maxPoints > 0 && <span>{trans.__('%1 / %2 points', points, maxPoints)}</span>}
    </p>
  );
}

interface IExerciseItemProps extends IStepActions {
  readonly exercise: IExerciseLine;
}

function ExerciseItem({ exercise, trans }: IExerciseItemProps): React.JSX.Element {
  const points = formatPoints(exercise.points);
  const maxPoints = formatPoints(exercise.maxPoints);
  return (
    <li className="jp-Hybrid-ExerciseLine">
      <span className="jp-Hybrid-ExerciseLine-key">{exercise.key}</span>
      <StateMark state={exercise.state} trans={trans} />
      <span className="jp-Hybrid-ExerciseLine-points">
        <span aria-hidden={true}>{trans.__('%1 / %2', points, maxPoints)}</span>
        <span className="jp-Hybrid-visuallyHidden">
          {trans.__('%1 of %2 points', points, maxPoints)}
        </span>
      </span>
    </li>
  );
}
