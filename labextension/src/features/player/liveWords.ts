import type { TranslationBundle } from '@jupyterlab/translation';

import { liveMoment } from '../../shared/liveTime';

const MINUTE_MS = 60_000;

/** Date and time as people of a locale write them, with the zone; the browser's without `zone`. */
export function momentWords(moment: string, locale: string | undefined, zone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: zone
  }).format(new Date(moment));
}

/** How long it is until a live step begins, that it is on, or that it is over. */
export function countdownWords(
  startsAt: string | null,
  minutes: number | null,
  now: number,
  trans: TranslationBundle
): string {
  if (startsAt === null) {
    return trans.__('It has no date yet.');
  }
  switch (liveMoment(startsAt, minutes, now)) {
    case 'before':
      return untilWords(Math.ceil((Date.parse(startsAt) - now) / MINUTE_MS), trans);
    case 'on':
      return trans.__('It is on now.');
    case 'over':
      return trans.__('It is over.');
  }
}

function untilWords(minutes: number, trans: TranslationBundle): string {
  if (minutes <= 90) {
    return trans._n('It begins in %1 minute.', 'It begins in %1 minutes.', minutes);
  }
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? trans._n('It begins in %1 hour.', 'It begins in %1 hours.', hours)
    : trans._n('It begins in %1 day.', 'It begins in %1 days.', Math.round(hours / 24));
}
