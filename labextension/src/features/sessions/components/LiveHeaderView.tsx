import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { StateDot } from './StateDot';

export interface ILiveHeaderViewProps {
  readonly title: string;
  readonly tone: 'live' | 'pending' | 'over';
  /** How the connection is doing. */
  readonly state: string;
  /** How many are there; empty while it is not known. */
  readonly present: string;
  readonly isFollowing: boolean;
  readonly trans: TranslationBundle;
  /** Follows or stops following; null when there is nobody to follow any more. */
  readonly onToggle: (() => void) | null;
}

/** What a learner sees above the live view. */
export function LiveHeaderView(props: ILiveHeaderViewProps): React.JSX.Element {
  const { title, tone, state, present, isFollowing, trans, onToggle } = props;
  const help = trans.__(
    'You see what the presenter has, and cannot change it. Widgets and JavaScript outputs are shown as text.'
  );
  return (
    <section className="jp-Hybrid-LiveHeader-content" aria-label={trans.__('Live session')}>
      <h2 className="jp-Hybrid-LiveHeader-title">{title}</h2>
      <StateDot tone={tone} text={state} />
      <span className="jp-Hybrid-LiveHeader-readOnly" title={help}>
        {trans.__('read only')}
        <span className="jp-Hybrid-visuallyHidden">{help}</span>
      </span>
      <span>{present}</span>
      {onToggle !== null && (
        <Button
          className="jp-mod-styled jp-Hybrid-LiveHeader-button"
          aria-pressed={isFollowing}
          title={trans.__('Move with the presenter (F)')}
          onClick={onToggle}
        >
          {isFollowing ? trans.__('✓ Following') : trans.__('Follow')}
        </Button>
      )}
    </section>
  );
}
