import type { TranslationBundle } from '@jupyterlab/translation';

/** Why a request failed, as a sentence; knows the errors of `src/api` by their name only. */
export function failureWords(error: unknown, trans: TranslationBundle): string {
  if (!(error instanceof Error)) {
    return trans.__('Something unexpected happened.');
  }
  if (error.name === 'NetworkError') {
    return trans.__('The server cannot be reached.');
  }
  return error.name === 'HybridError'
    ? trans.__('The server says: %1', error.message)
    : trans.__('The server gave an answer that cannot be read.');
}
