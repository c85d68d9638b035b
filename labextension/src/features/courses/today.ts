import type { DateWords } from '../../shared/dates';
import { liveMoment } from '../../shared/liveTime';
import type { IOutline, IStepView } from './state';

/** What is left to do before the day ends. */
export interface ILeftToday {
  /** Its date has passed; the oldest first. */
  readonly overdue: readonly IStepView[];
  /** Due later today; the earliest first. */
  readonly due: readonly IStepView[];
  /** Live steps that go on now or begin later today. */
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

/** Whether a live step goes on now, or begins later today. */
export function isLiveToday({ startsAt, durationMin }: IStepView, dates: DateWords): boolean {
  if (startsAt === null) {
    return false;
  }
  const moment = liveMoment(startsAt, durationMin, dates.now.getTime());
  return moment === 'on' || (moment === 'before' && dates.daysUntil(startsAt) === 0);
}
