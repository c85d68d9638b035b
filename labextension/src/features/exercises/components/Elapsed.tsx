import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useNow } from '../../../shared/useNow';

export interface IElapsedProps {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly since: number;
  /** In the queue, 1 for the next one; null while it is not known or being checked. */
  readonly place: number | null;
  readonly trans: TranslationBundle;
}

const TICK_MS = 100;

/** "checking... 1.2 s"; counts by itself and is not read out. */
export function Elapsed({ since, place, trans }: IElapsedProps): React.JSX.Element {
  const now = useNow(TICK_MS);
  const seconds = (Math.max(0, now - since) / 1000).toFixed(1);
  return (
    <span className="jp-Hybrid-Elapsed" aria-live="off">
      {elapsedWords(seconds, place, trans)}
    </span>
  );
}

function elapsedWords(seconds: string, place: number | null, trans: TranslationBundle): string {
  if (place === null) {
    return trans.__('checking… %1 s', seconds);
  }
  return place === 1
    ? trans.__('next in the queue… %1 s', seconds)
    : trans.__('number %1 in the queue… %2 s', place, seconds);
}
