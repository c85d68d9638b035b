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
    ? serverWords(error.message, trans)
    : trans.__('The server gave an answer that cannot be read.');
}

/** What the server said, as a sentence. */
export function serverWords(fact: string, trans: TranslationBundle): string {
  return trans.__('The server says: %1', asSentence(fact));
}

/** A fact of the server with the full stop that it comes without. */
export function asSentence(fact: string): string {
  const text = fact.trim();
  return /[.!?…。]$/.test(text) ? text : `${text}.`;
}
