import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';

export interface IElapsedProps {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly since: number;
  readonly trans: TranslationBundle;
}

const TICK_MS = 100;

/** "checking... 1.2 s"; counts by itself and is not read out. */
export function Elapsed({ since, trans }: IElapsedProps): React.JSX.Element {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, []);
  const seconds = (Math.max(0, now - since) / 1000).toFixed(1);
  return (
    <span className="jp-Hybrid-Elapsed" aria-live="off">
      {trans.__('checking… %1 s', seconds)}
    </span>
  );
}
