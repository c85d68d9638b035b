import type { TranslationBundle } from '@jupyterlab/translation';

const HOUR = 60;

/** "45 min", "6 h", "1 h 30 min". */
export function durationWords(trans: TranslationBundle, minutes: number): string {
  const rounded = Math.round(minutes);
  const hours = Math.floor(rounded / HOUR);
  const rest = rounded % HOUR;
  if (hours === 0) {
    return trans.__('%1 min', rest);
  }
  return rest === 0 ? trans.__('%1 h', hours) : trans.__('%1 h %2 min', hours, rest);
}
