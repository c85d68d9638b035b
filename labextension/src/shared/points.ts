import type { TranslationBundle } from '@jupyterlab/translation';

/** Points as people write them: at most two decimals, no trailing zeros. */
export function formatPoints(points: number): string {
  return Number.isFinite(points) ? String(Number(points.toFixed(2))) : '0';
}

/** "1.5 / 2 points". */
export function pointsWords(trans: TranslationBundle, points: number, maxPoints: number): string {
  return trans.__('%1 / %2 points', formatPoints(points), formatPoints(maxPoints));
}
