import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { useNow } from '../../../shared/useNow';

/** What the page of a live step says, at one moment. */
export interface ILiveStepWords {
  readonly title: string;
  /** Date and time; null where there is none. */
  readonly when: string | null;
  readonly duration: string | null;
  readonly countdown: string;
  /** Label of the button that joins; null while no session is live. */
  readonly join: string | null;
}

export interface ILiveStepViewProps {
  /** What there is to say at a moment, in milliseconds as `Date.now()` gives them. */
  readonly words: (now: number) => ILiveStepWords;
  readonly onJoin: () => void;
}

const TICK_MS = 15_000;

/** When a live step takes place, and the way in. */
export function LiveStepView({ words, onJoin }: ILiveStepViewProps): React.JSX.Element {
  const now = useNow(TICK_MS);
  const { title, when, duration, countdown, join } = words(Math.max(now, Date.now()));
  return (
    <article className="jp-Hybrid-LiveStep-content">
      <h1>{title}</h1>
      {when !== null && <p className="jp-Hybrid-LiveStep-when">{when}</p>}
      {duration !== null && <p>{duration}</p>}
      <p>{countdown}</p>
      {join !== null && (
        <Button className="jp-mod-styled jp-mod-accept jp-Hybrid-Button" onClick={onJoin}>
          {join}
        </Button>
      )}
    </article>
  );
}
