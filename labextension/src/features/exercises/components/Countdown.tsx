import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useNow } from '../../../shared/useNow';
import { pauseWords } from '../words';

export interface ICountdownProps {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly until: number;
  /** Whether the Check outlives the window. */
  readonly isDurable: boolean;
  readonly trans: TranslationBundle;
}

const TICK_MS = 500;

/** When the next Check is taken; counts down by itself and is not read out. */
export function Countdown({ until, isDurable, trans }: ICountdownProps): React.JSX.Element {
  const now = useNow(TICK_MS);
  return (
    <p className="jp-Hybrid-ExerciseBar-sentence" aria-live="off">
      {pauseWords(until - now, isDurable, trans)}
    </p>
  );
}
