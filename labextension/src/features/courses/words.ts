import type { TranslationBundle } from '@jupyterlab/translation';

import type { DateWords } from '../../shared/dates';
import { durationWords } from '../../shared/duration';
import type { EffortRange } from './catalogue';
import type { ICourseView, INextView, IStepView, StepState } from './state';

export function levelWords(
  trans: TranslationBundle,
  level: NonNullable<ICourseView['level']>
): string {
  switch (level) {
    case 'beginner':
      return trans.__('Beginner');
    case 'intermediate':
      return trans.__('Intermediate');
    case 'advanced':
      return trans.__('Advanced');
  }
}

export function mediumWords(
  trans: TranslationBundle,
  medium: NonNullable<ICourseView['medium']>
): string {
  switch (medium) {
    case 'notebook':
      return trans.__('Notebooks');
    case 'reading':
      return trans.__('Readings');
    case 'video':
      return trans.__('Videos');
    case 'live':
      return trans.__('Live sessions');
    case 'mixed':
      return trans.__('Mixed');
  }
}

export function effortWords(trans: TranslationBundle, range: EffortRange): string {
  switch (range) {
    case 'up_to_1_h':
      return trans.__('Up to 1 h');
    case 'up_to_4_h':
      return trans.__('1 h to 4 h');
    case 'more':
      return trans.__('More than 4 h');
  }
}

/** The name of a language in the reader's own, or its code where that is unknown. */
export function languageWords(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
  } catch {
    // An author's code can be anything; a broken one is shown as it is.
    return code;
  }
}

/** How far somebody is with a step. */
export function stepStateWords(trans: TranslationBundle, state: StepState): string {
  switch (state) {
    case 'not_started':
      return trans.__('Not started');
    case 'begun':
      return trans.__('Begun');
    case 'done':
      return trans.__('Done');
  }
}

/** "Due tomorrow at 18:00", "Overdue: was due yesterday at 18:00". */
export function dueWords(trans: TranslationBundle, dueAt: string, dates: DateWords): string {
  const when = dates.dayAndTime(dueAt);
  return Date.parse(dueAt) < dates.now.getTime()
    ? trans.__('Overdue: was due %1', when)
    : trans.__('Due %1', when);
}

/** "Live Tue 24 Nov, 18:00 · 1 h 30 min". */
export function liveWords(trans: TranslationBundle, step: IStepView, dates: DateWords): string {
  if (step.startsAt === null) {
    return trans.__('Live; the date is not known yet');
  }
  const when = dates.full(step.startsAt);
  return step.durationMin === null
    ? trans.__('Live %1', when)
    : trans.__('Live %1 · %2', when, durationWords(trans, step.durationMin));
}

/** Why one should go on with just this step. */
export function reasonWords(trans: TranslationBundle, next: INextView, dates: DateWords): string {
  const { reason, dueAt, step } = next;
  switch (reason) {
    case 'begin':
      return trans.__('The course begins here.');
    case 'resume':
      return step.seenAt === null
        ? trans.__('You were here last.')
        : trans.__('You were here %1.', dates.day(step.seenAt));
    case 'due':
      return dueAt === null
        ? trans.__('Its date comes first.')
        : trans.__('%1.', dueWords(trans, dueAt, dates));
    case 'retry':
      return trans.__('Tried, not passed yet.');
    case 'next':
      return trans.__('It comes next in the course.');
  }
}
