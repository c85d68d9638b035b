import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';

import { pauseWords } from '../words';

export interface ICountdownProps {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly until: number;
  readonly trans: TranslationBundle;
}

const TICK_MS = 500;

/** When the next Check is taken; counts down by itself and is not read out. */
export function Countdown({ until, trans }: ICountdownProps): React.JSX.Element {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, []);
  return (
    <p className="jp-Hybrid-ExerciseBar-sentence" aria-live="off">
      {pauseWords(until - now, trans)}
    </p>
  );
}
