import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import type { IStepView } from '../state';
import { isLiveToday } from '../today';
import { liveWords } from '../words';
import type { IStepActions } from './StepActions';

export interface ILiveDetailsProps extends IStepActions {
  readonly step: IStepView;
}

/** When a live step takes place, the way in on its day, and what one says of it afterwards. */
export function LiveDetails(props: ILiveDetailsProps): React.JSX.Element {
  const { step, trans, dates, isSessionLive, onJoinSession, onMark } = props;
  const { title, state, startsAt } = step;
  const isDone = state === 'done';
  const hasBegun = startsAt === null || Date.parse(startsAt) <= dates.now.getTime();
  return (
    <div className="jp-Hybrid-LiveDetails">
      <p>{liveWords(trans, step, dates)}</p>
      {isSessionLive && isLiveToday(step, dates) && (
        <Button className="jp-mod-styled jp-mod-accept jp-Hybrid-Button" onClick={onJoinSession}>
          {trans.__('Join the live session')}
        </Button>
      )}
      {hasBegun && (
        <button
          type="button"
          className="jp-Hybrid-Link"
          aria-label={
            isDone ? trans.__('Mark as not done: %1', title) : trans.__('Mark as done: %1', title)
          }
          onClick={() => {
            onMark(step.key, !isDone);
          }}
        >
          {isDone ? trans.__('Mark as not done') : trans.__('Mark as done')}
        </button>
      )}
    </div>
  );
}
