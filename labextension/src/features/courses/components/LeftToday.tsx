import React from 'react';

import type { IOutline, IStepView } from '../state';
import { leftToday } from '../today';
import { dueWords, liveWords } from '../words';
import { StepKindMark } from '../../../shared/StepKind';
import type { IStepActions } from './StepActions';

export interface ILeftTodayProps extends IStepActions {
  readonly outline: IOutline;
}

/** What should be done before the day ends; what is overdue stands first. */
export function LeftToday(props: ILeftTodayProps): React.JSX.Element {
  const { outline, trans, dates } = props;
  const { overdue, due, live } = leftToday(outline, dates);
  const dated = [...overdue, ...due];
  return (
    <section className="jp-Hybrid-LeftToday" aria-label={trans.__('Left today')}>
      <h3>{trans.__('Left today')}</h3>
      {dated.length === 0 && <p>{trans.__('Nothing is due today.')}</p>}
      <ul>
        {dated.map(step => (
          <Dated key={stepId(step)} {...props} step={step} />
        ))}
        {live.map(step => (
          <li key={stepId(step)}>
            <span className="jp-Hybrid-Step jp-mod-static">
              <StepKindMark kind={step.kind} trans={trans} />
              <span className="jp-Hybrid-Step-title">{step.title}</span>
            </span>
            <p className="jp-Hybrid-Step-facts">{liveWords(trans, step, dates)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface IDatedProps extends IStepActions {
  readonly step: IStepView;
}

function Dated({ step, trans, dates, onOpenStep }: IDatedProps): React.JSX.Element {
  return (
    <li>
      <button
        type="button"
        className="jp-Hybrid-Step"
        disabled={step.problem !== null || step.kind === 'live'}
        onClick={() => {
          onOpenStep(step.key);
        }}
      >
        <StepKindMark kind={step.kind} trans={trans} />
        <span className="jp-Hybrid-Step-title">{step.title}</span>
      </button>
      <p className="jp-Hybrid-Step-facts">
        {step.dueAt !== null && (
          <span className="jp-Hybrid-Due">{dueWords(trans, step.dueAt, dates)}</span>
        )}
      </p>
    </li>
  );
}

function stepId({ key }: IStepView): string {
  return `${key.module}/${key.step}`;
}
