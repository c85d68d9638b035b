import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useNow } from '../../../shared/useNow';

export interface IElapsedProps {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly since: number;
  readonly trans: TranslationBundle;
}

const TICK_MS = 100;

/** "checking... 1.2 s"; counts by itself and is not read out. */
export function Elapsed({ since, trans }: IElapsedProps): React.JSX.Element {
  const now = useNow(TICK_MS);
  const seconds = (Math.max(0, now - since) / 1000).toFixed(1);
  return (
    <span className="jp-Hybrid-Elapsed" aria-live="off">
      {trans.__('checking… %1 s', seconds)}
    </span>
  );
}
