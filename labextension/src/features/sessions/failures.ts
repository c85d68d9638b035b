import type { TranslationBundle } from '@jupyterlab/translation';

import { failureWords } from '../../shared/failure';
import { notify } from '../../shared/notice';

/** Say what happened, why, what is safe and what to do. */
export function reportFailure(what: string, error: unknown, trans: TranslationBundle): void {
  const safe = trans.__('Your notebook is yours and unchanged. Try again in a moment.');
  notify({ tone: 'error', what, more: [failureWords(error, trans), safe] }, trans);
}
