import type { DateWords } from '../../shared/dates';
import type { IOutline, IStepView } from './state';

const MINUTE_MS = 60_000;

/** What is left to do before the day ends. */
export interface ILeftToday {
  /** Its date has passed; the oldest first. */
  readonly overdue: readonly IStepView[];
  /** Due later today; the earliest first. */
  readonly due: readonly IStepView[];
  /** Live steps of today that are not over. */
  readonly live: readonly IStepView[];
}

/** Steps that are not done and whose date is before the end of the reader's day. */
export function leftToday({ modules }: IOutline, dates: DateWords): ILeftToday {
  const open = modules.flatMap(({ steps }) => steps).filter(({ state }) => state !== 'done');
  const due = open
    .flatMap(step => (step.dueAt === null ? [] : [{ step, at: step.dueAt }]))
    .filter(({ at }) => dates.daysUntil(at) <= 0)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const now = dates.now.getTime();
  return {
    overdue: due.filter(({ at }) => Date.parse(at) < now).map(({ step }) => step),
    due: due.filter(({ at }) => Date.parse(at) >= now).map(({ step }) => step),
    live: open.filter(step => isLiveToday(step, dates))
  };
}

/** Whether a live step takes place today and is not over. */
export function isLiveToday(step: IStepView, dates: DateWords): boolean {
  const { startsAt, durationMin } = step;
  if (startsAt === null || dates.daysUntil(startsAt) !== 0) {
    return false;
  }
  const endsAt = Date.parse(startsAt) + (durationMin ?? 0) * MINUTE_MS;
  return durationMin === null || endsAt > dates.now.getTime();
}
