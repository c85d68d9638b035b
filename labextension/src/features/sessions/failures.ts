import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { failureWords } from '../../shared/failure';

/** Say what happened, why, what is safe and what to do. */
export function reportFailure(what: string, error: unknown, trans: TranslationBundle): void {
  const safe = trans.__('Your notebook is yours and unchanged. Try again in a moment.');
  Notification.error([what, failureWords(error, trans), safe].join(' '), { autoClose: false });
}
