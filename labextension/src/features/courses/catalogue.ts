import type { ICourseSummary } from '../../api/types';

const HOUR = 60;

/** How long a course takes: up to an hour, up to four, more. */
export type EffortRange = 'up_to_1_h' | 'up_to_4_h' | 'more';

export const EFFORT_RANGES: readonly EffortRange[] = ['up_to_1_h', 'up_to_4_h', 'more'];

type Level = NonNullable<ICourseSummary['level']>;
type Medium = NonNullable<ICourseSummary['medium']>;

const LEVELS: readonly Level[] = ['beginner', 'intermediate', 'advanced'];
const MEDIA: readonly Medium[] = ['notebook', 'reading', 'video', 'live', 'mixed'];

/** Which courses somebody wants to see; null, empty or false asks for nothing. */
export interface ICatalogueFilter {
  readonly text: string;
  readonly level: Level | null;
  readonly medium: Medium | null;
  readonly effort: EffortRange | null;
  /** Only courses that have a date for a live session. */
  readonly isLive: boolean;
  /** A course must have all of them. */
  readonly tags: readonly string[];
}

export const NO_FILTER: ICatalogueFilter = {
  text: '',
  level: null,
  medium: null,
  effort: null,
  isLive: false,
  tags: []
};

/** What can be chosen among the courses that there are; a filter that divides nothing is empty. */
export interface IFilterChoices {
  readonly levels: readonly Level[];
  readonly media: readonly Medium[];
  readonly efforts: readonly EffortRange[];
  readonly hasLive: boolean;
  readonly tags: readonly string[];
}

/** What the panel shows above the courses. */
export interface ICatalogue {
  readonly filter: ICatalogueFilter;
  readonly choices: IFilterChoices;
  readonly nCourses: number;
  readonly nMatching: number;
}

/** Whether a filter asks for anything. */
export function isFiltering(filter: ICatalogueFilter): boolean {
  return filter.text.trim() !== '' || countChosen(filter) > 0;
}

/** How many things a filter asks for besides the text. */
export function countChosen({ level, medium, effort, isLive, tags }: ICatalogueFilter): number {
  const chosen = [level !== null, medium !== null, effort !== null, isLive];
  return chosen.filter(Boolean).length + tags.length;
}

/** The courses that a filter lets through, in the order in which they were. */
export function filterCourses(
  courses: readonly ICourseSummary[],
  filter: ICatalogueFilter
): readonly ICourseSummary[] {
  const words = searchable(filter.text).split(/\s+/).filter(Boolean);
  return courses.filter(course => isChosen(course, filter) && hasWords(course, words));
}

/** What can be chosen among some courses. */
export function choicesOf(courses: readonly ICourseSummary[]): IFilterChoices {
  const several = <T>(found: readonly T[]): readonly T[] => (found.length > 1 ? found : []);
  const nLive = courses.filter(({ next_live_at: at }) => at !== null).length;
  return {
    levels: several(LEVELS.filter(level => courses.some(course => course.level === level))),
    media: several(MEDIA.filter(medium => courses.some(course => course.medium === medium))),
    efforts: several(
      EFFORT_RANGES.filter(range =>
        courses.some(({ effort_min: minutes }) => effortRange(minutes) === range)
      )
    ),
    hasLive: nLive > 0 && nLive < courses.length,
    tags: [...new Set(courses.flatMap(({ tags }) => tags))].sort((one, other) =>
      one.localeCompare(other)
    )
  };
}

/** The range that a number of minutes falls into, or null where it is unknown. */
export function effortRange(minutes: number | null): EffortRange | null {
  if (minutes === null) {
    return null;
  }
  if (minutes <= HOUR) {
    return 'up_to_1_h';
  }
  return minutes <= 4 * HOUR ? 'up_to_4_h' : 'more';
}

function isChosen(course: ICourseSummary, filter: ICatalogueFilter): boolean {
  return (
    (filter.level === null || course.level === filter.level) &&
    (filter.medium === null || course.medium === filter.medium) &&
    (filter.effort === null || effortRange(course.effort_min) === filter.effort) &&
    (!filter.isLive || course.next_live_at !== null) &&
    filter.tags.every(tag => course.tags.includes(tag))
  );
}

function hasWords(course: ICourseSummary, words: readonly string[]): boolean {
  const { key, title, summary, tags } = course;
  const text = searchable([key, title, summary, ...tags].join(' '));
  return words.every(word => text.includes(word));
}

/** Without capitals and accents: "Café" is found by "cafe". */
function searchable(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
