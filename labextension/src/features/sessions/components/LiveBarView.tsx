import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { SinceStart } from './SinceStart';
import { StateDot } from './StateDot';
import { useHeight } from '../../../shared/useHeight';

export interface ILiveBarViewProps {
  readonly tone: 'live' | 'pending' | 'over';
  /** How the connection is doing. */
  readonly state: string;
  /** How many are there; empty while it is not known. */
  readonly present: string;
  readonly joinCode: string;
  readonly startedAt: string;
  readonly trans: TranslationBundle;
  /** Ends the session; null when there is nothing left to end. */
  readonly onEnd: (() => void) | null;
  /** Takes the bar away. */
  readonly onClose: () => void;
  /** The bar needs another height: in a narrow window it takes several lines. */
  readonly onHeight: (height_px: number) => void;
}

/** What a trainer sees above a notebook that is live. */
export function LiveBarView(props: ILiveBarViewProps): React.JSX.Element {
  const { tone, state, present, joinCode, startedAt, trans, onEnd, onClose, onHeight } = props;
  const ref = React.useRef<HTMLElement>(null);
  useHeight(ref, onHeight);
  return (
    <section ref={ref} className="jp-Hybrid-LiveBar-content" aria-label={trans.__('Live session')}>
      <StateDot tone={tone} text={tone === 'over' ? trans.__('NOT LIVE') : trans.__('LIVE')} />
      <SinceStart startedAt={startedAt} isRunning={onEnd !== null} label={trans.__('Elapsed')} />
      <span className="jp-Hybrid-LiveBar-state">{state}</span>
      <span>{present}</span>
      <span className="jp-Hybrid-LiveBar-code">
        {trans.__('Join code')} <code>{joinCode}</code>
      </span>
      {onEnd === null ? (
        <Button className="jp-mod-styled jp-Hybrid-LiveBar-button" onClick={onClose}>
          {trans.__('Close')}
        </Button>
      ) : (
        <Button className="jp-mod-styled jp-mod-warn jp-Hybrid-LiveBar-button" onClick={onEnd}>
          {trans.__('End')}
        </Button>
      )}
    </section>
  );
}
