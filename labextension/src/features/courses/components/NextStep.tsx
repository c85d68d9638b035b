import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import type { IOutline } from '../state';
import { reasonWords } from '../words';
import { LiveDetails } from './LiveDetails';
import type { IStepActions } from './StepActions';

export interface INextStepProps extends IStepActions {
  readonly outline: IOutline;
}

/** The step to go on with and why, or that nothing is left. */
export function NextStep(props: INextStepProps): React.JSX.Element {
  const { outline, trans, dates, onOpenStep } = props;
  const { next } = outline;
  if (next === null) {
    return <p className="jp-Hybrid-Next">{nothingLeft(props)}</p>;
  }
  const { step } = next;
  return (
    <div className="jp-Hybrid-Next">
      {step.kind === 'live' ? (
        <>
          <p>{trans.__('Continue: %1', step.title)}</p>
          <LiveDetails {...props} step={step} />
        </>
      ) : (
        <>
          <Button
            className="jp-mod-styled jp-mod-accept jp-Hybrid-Button"
            onClick={() => {
              onOpenStep(step.key);
            }}
          >
            {trans.__('Continue: %1', step.title)}
          </Button>
          <p>{reasonWords(trans, next, dates)}</p>
        </>
      )}
    </div>
  );
}

function nothingLeft({ outline, trans }: INextStepProps): string {
  const steps = outline.modules.flatMap(module => module.steps);
  if (!steps.some(step => step.problem === null)) {
    return trans.__('This course has no step that can be opened yet.');
  }
  return steps.every(({ state }) => state === 'done')
    ? trans.__('You have done everything in this course.')
    : trans.__('There is nothing that you can go on with now.');
}
