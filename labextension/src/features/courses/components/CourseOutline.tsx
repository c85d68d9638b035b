import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { StateMark } from '../../../shared/StateMark';
import { formatPoints } from '../../../shared/points';
import type { IExerciseLine, IOutline, IStepView } from '../state';

export interface ICourseOutlineProps {
  readonly outline: IOutline;
  readonly trans: TranslationBundle;
  readonly onOpenStep: (step: IStepView['key']) => void;
}

/** The modules of a course with their steps and exercises, and what to do next. */
export function CourseOutline({
  outline,
  trans,
  onOpenStep
}: ICourseOutlineProps): React.JSX.Element {
  const { modules, next } = outline;
  return (
    <div className="jp-Hybrid-Outline">
      {next !== null && (
        <Button
          className="jp-mod-styled jp-mod-accept jp-Hybrid-Button jp-Hybrid-Outline-next"
          onClick={() => {
            onOpenStep(next.key);
          }}
        >
          {trans.__('Continue: %1', next.title)}
        </Button>
      )}
      {next === null && <p>{nothingLeft(outline, trans)}</p>}
      {modules.map(module => (
        <section key={module.key} aria-label={module.title}>
          <h4>{module.title}</h4>
          <ol className="jp-Hybrid-Outline-steps">
            {module.steps.map(step => (
              <StepItem key={step.key.step} step={step} trans={trans} onOpenStep={onOpenStep} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function nothingLeft({ modules }: IOutline, trans: TranslationBundle): string {
  return modules.some(module => module.steps.some(step => step.problem === null))
    ? trans.__('You have done everything in this course.')
    : trans.__('This course has no step that can be opened yet.');
}

interface IStepItemProps {
  readonly step: IStepView;
  readonly trans: TranslationBundle;
  readonly onOpenStep: (step: IStepView['key']) => void;
}

function StepItem({ step, trans, onOpenStep }: IStepItemProps): React.JSX.Element {
  return (
    <li>
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
        <span>{step.title}</span>
        {step.isNext && <span className="jp-Hybrid-Step-mark">{trans.__('Next')}</span>}
        {step.isOpening && <span className="jp-Hybrid-Step-mark">{trans.__('Opening…')}</span>}
      </button>
      {step.problem !== null && <p className="jp-Hybrid-Step-problem">{step.problem}</p>}
      <ul className="jp-Hybrid-Step-exercises">
        {step.exercises.map(exercise => (
          <ExerciseItem key={exercise.key} exercise={exercise} trans={trans} />
        ))}
      </ul>
    </li>
  );
}

interface IExerciseItemProps {
  readonly exercise: IExerciseLine;
  readonly trans: TranslationBundle;
}

function ExerciseItem({ exercise, trans }: IExerciseItemProps): React.JSX.Element {
  const points = formatPoints(exercise.points);
  const maxPoints = formatPoints(exercise.maxPoints);
  return (
    <li className="jp-Hybrid-ExerciseLine">
      <span className="jp-Hybrid-ExerciseLine-key">{exercise.key}</span>
      <span className="jp-Hybrid-ExerciseLine-points">
        <span aria-hidden={true}>{trans.__('%1 / %2', points, maxPoints)}</span>
        <span className="jp-Hybrid-visuallyHidden">
          {trans.__('%1 of %2 points', points, maxPoints)}
        </span>
      </span>
      <StateMark state={exercise.state} trans={trans} />
    </li>
  );
}
