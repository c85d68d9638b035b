import React from 'react';

export interface IPointsBarProps {
  readonly points: number;
  readonly maxPoints: number;
  /** What a screen reader says of it. */
  readonly label: string;
}

/** How many of the points are there, as a bar. */
export function PointsBar({ points, maxPoints, label }: IPointsBarProps): React.JSX.Element {
  const share = maxPoints > 0 ? Math.min(1, Math.max(0, points / maxPoints)) : 0;
  return (
    <div
      className="jp-Hybrid-PointsBar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={maxPoints}
      aria-valuenow={points}
      aria-valuetext={label}
    >
      <div className="jp-Hybrid-PointsBar-filled" style={{ width: `${String(share * 100)}%` }} />
    </div>
  );
}
