import React from 'react';

export interface IStateDotProps {
  readonly tone: 'live' | 'pending' | 'over';
  readonly text: string;
}

/** A state in words, with a dot whose shape differs with it. */
export function StateDot({ tone, text }: IStateDotProps): React.JSX.Element {
  return (
    <span className="jp-Hybrid-StateDot" data-tone={tone}>
      <span className="jp-Hybrid-StateDot-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
