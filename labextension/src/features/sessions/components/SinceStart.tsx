import React from 'react';

export interface ISinceStartProps {
  /** ISO 8601. */
  readonly startedAt: string;
  /** The clock of a session that is over stands still. */
  readonly isRunning: boolean;
  readonly label: string;
}

/** Time since a session began, `1:02:03` or `2:03`. */
export function SinceStart({ startedAt, isRunning, label }: ISinceStartProps): React.JSX.Element {
  const [now, setNow] = React.useState(Date.now);
  React.useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      window.clearInterval(timer);
    };
  }, [isRunning]);
  return (
    <span className="jp-Hybrid-SinceStart" role="timer" aria-label={label}>
      {clock(now - Date.parse(startedAt))}
    </span>
  );
}

/** Milliseconds as a clock; 0:00 for less than nothing, as when two machines disagree. */
export function clock(elapsed_ms: number): string {
  const seconds = Math.max(0, Math.floor(elapsed_ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [String(first), ...rest.map(part => String(part).padStart(2, '0'))].join(':');
}
