import { TextItem } from '@jupyterlab/statusbar';
import React from 'react';

export interface ILiveStatusViewProps {
  readonly text: string;
  readonly caption: string;
  readonly onClick: () => void;
}

/** Says in the status bar that a session is live; a click joins it. */
export function LiveStatusView({
  text,
  caption,
  onClick
}: ILiveStatusViewProps): React.JSX.Element {
  return (
    <button type="button" className="jp-Hybrid-LiveStatus-button" title={caption} onClick={onClick}>
      <span className="jp-Hybrid-StateDot-dot" data-tone="live" aria-hidden="true" />
      <TextItem source={text} />
    </button>
  );
}
