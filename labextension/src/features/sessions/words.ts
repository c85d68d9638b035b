import type { TranslationBundle } from '@jupyterlab/translation';

import type { LiveState } from '../../api/live/states';

/** How a connection is doing, for the eye: working, on its way, or over. */
export type Tone = 'live' | 'pending' | 'over';

/** Which of the three it is. */
export function toneOf(state: LiveState): Tone {
  switch (state) {
    case 'live':
      return 'live';
    case 'ended':
    case 'taken':
    case 'refused':
      return 'over';
    default:
      return 'pending';
  }
}

/** What a learner reads about the connection. */
export function observerWords(state: LiveState, reason: string, trans: TranslationBundle): string {
  switch (state) {
    case 'connecting':
      return trans.__('connecting…');
    case 'waiting':
      return trans.__('waiting for the presenter');
    case 'live':
      return trans.__('live');
    case 'left':
      return trans.__('the presenter left');
    case 'reconnecting':
      return trans.__('reconnecting…');
    case 'full':
      return turnedAway(reason, trans);
    case 'ended':
      return trans.__('ended');
    default:
      return refusal(reason, trans);
  }
}

/** What a trainer reads about the connection. */
export function presenterWords(state: LiveState, reason: string, trans: TranslationBundle): string {
  switch (state) {
    case 'live':
      return trans.__('everybody sees your notebook');
    case 'full':
      return turnedAway(reason, trans);
    case 'reconnecting':
      return trans.__('reconnecting… go on working, nothing is lost');
    case 'ended':
      return trans.__('ended');
    case 'taken':
      return trans.__('another window of yours presents this session now');
    case 'refused':
      return refusal(reason, trans);
    default:
      return trans.__('connecting…');
  }
}

/** How many are there. */
export function presentWords(n: number | null, trans: TranslationBundle): string {
  return n === null ? '' : trans._n('%1 present', '%1 present', n);
}

/** The room says by one code that it is full and that too much came at once; its reason says which. */
function turnedAway(reason: string, trans: TranslationBundle): string {
  return reason === ''
    ? trans.__('the session is full; trying again')
    : trans.__('%1; trying again', reason);
}

function refusal(reason: string, trans: TranslationBundle): string {
  return reason === ''
    ? trans.__('the server did not let this window in')
    : trans.__('the server did not let this window in: %1', reason);
}
