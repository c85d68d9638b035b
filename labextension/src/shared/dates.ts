import type { TranslationBundle } from '@jupyterlab/translation';

const DAY_MS = 86_400_000;
/** From here on a weekday's name could mean two days. */
const WEEK = 7;

export interface IDateWordsOptions {
  /** Language of the page. */
  readonly language: string;
  /** Name of a time zone; the browser's own without. */
  readonly timeZone?: string;
  readonly now?: () => Date;
}

/**
 * The language in which dates are written: the page's, as the reader's country writes it.
 *
 * @param page - `lang` of the document; empty where it does not say.
 * @param preferred - The browser's languages, the dearest first.
 */
export function dateLanguage(page: string, preferred: readonly string[]): string {
  const [language = ''] = page.toLowerCase().split('-');
  const own = preferred.find(each => each.toLowerCase().split('-')[0] === language);
  return own ?? (page === '' ? (preferred[0] ?? 'en') : page);
}

/** Days of the calendar from now to a moment: 0 is today, -1 yesterday; NaN if it is no moment. */
export function daysUntil(moment: string, now: Date, timeZone?: string): number {
  return Math.round((dayNumber(new Date(moment), timeZone) - dayNumber(now, timeZone)) / DAY_MS);
}

/** Moments of the server in the words of the reader's language, time zone and day. */
export class DateWords {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _options: IDateWordsOptions
  ) {}

  /** The moment that is now. */
  get now(): Date {
    return this._options.now?.() ?? new Date();
  }

  /** Days of the calendar from now to a moment; NaN if it is no moment. */
  daysUntil(moment: string): number {
    return daysUntil(moment, this.now, this._options.timeZone);
  }

  /** "today", "tomorrow", "yesterday", "on Tuesday" within a week, else "on 24 November". */
  day(moment: string): string {
    const { _trans: trans } = this;
    const days = this.daysUntil(moment);
    switch (days) {
      case 0:
        return trans.__('today');
      case 1:
        return trans.__('tomorrow');
      case -1:
        return trans.__('yesterday');
      default:
        return trans.__('on %1', this._date(moment, days));
    }
  }

  /** "tomorrow at 18:00". */
  dayAndTime(moment: string): string {
    return this._trans.__('%1 at %2', this.day(moment), this._time(moment));
  }

  /** "Tue 24 Nov, 18:00"; with the year where it is another one. */
  full(moment: string): string {
    return this._trans.__(
      '%1, %2',
      this._format(moment, { weekday: 'short', ...this._yearOf(moment, 'short') }),
      this._time(moment)
    );
  }

  private _time(moment: string): string {
    return this._format(moment, { timeStyle: 'short' });
  }

  private _date(moment: string, days: number): string {
    return Math.abs(days) < WEEK
      ? this._format(moment, { weekday: 'long' })
      : this._format(moment, this._yearOf(moment, 'long'));
  }

  private _yearOf(moment: string, month: 'short' | 'long'): Intl.DateTimeFormatOptions {
    const year = (date: Date | string): string =>
      this._format(typeof date === 'string' ? date : date.toISOString(), { year: 'numeric' });
    return year(moment) === year(this.now)
      ? { day: 'numeric', month }
      : { day: 'numeric', month, year: 'numeric' };
  }

  /** What is no moment is shown as it is. */
  private _format(moment: string, format: Intl.DateTimeFormatOptions): string {
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) {
      return moment;
    }
    const { language, timeZone } = this._options;
    return new Intl.DateTimeFormat(language, { ...format, timeZone }).format(date);
  }
}

/** The day that a clock in the time zone shows, as the milliseconds of its midnight in UTC. */
function dayNumber(date: Date, timeZone: string | undefined): number {
  if (Number.isNaN(date.getTime())) {
    return NaN;
  }
  const format = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone
  });
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(format.formatToParts(date).find(each => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'));
}
