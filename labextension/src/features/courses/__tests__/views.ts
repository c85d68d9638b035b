/** What the specs of the panel and of the course home show. */
import { nullTranslator } from '@jupyterlab/translation';
import { vi } from 'vitest';

import type { ICatalogueFilter } from '../catalogue';
import { choicesOf, NO_FILTER } from '../catalogue';
import type { ICourseActions } from '../components/CourseSection';
import { courseView } from '../courseView';
import { outline } from '../outline';
import type { ICoursesView, ICourseView } from '../state';
import type { ICourse, ICourseSummary, IProgress } from '../../../api/types';
import { dates, summary } from './fakes';

export const trans = nullTranslator.load('x');

export const EMPTY: ICoursesView = {
  persona: null,
  isTrainer: true,
  courses: { kind: 'ready', value: [] },
  failure: null,
  catalogue: { filter: NO_FILTER, choices: choicesOf([]), nCourses: 0, nMatching: 0 },
  last: null,
  broken: []
};

/** A course whose inside is known, open in the panel. */
export function opened(
  content: ICourse,
  progress: IProgress | null,
  more: Partial<ICourseSummary> = {}
): ICourseView {
  return courseView(summary('c', { title: trans.__('Python'), summary: 'For analysts', ...more }), {
    progress,
    isOpen: true,
    enrolment: null,
    outline: { kind: 'ready', value: outline(content, progress, null) },
    failure: null
  });
}

/** A panel with some courses and nothing else. */
export function withCourses(...courses: readonly ICourseView[]): Partial<ICoursesView> {
  const n = courses.length;
  return {
    courses: { kind: 'ready', value: courses },
    catalogue: { ...EMPTY.catalogue, nCourses: n, nMatching: n }
  };
}

/** Everything that can be done in the panel and on a course home. */
export function actions() {
  return {
    trans,
    dates,
    isSessionLive: false,
    onRefresh: vi.fn<() => void>(),
    onGrade: null as ((course: string) => void) | null,
    onFilter: vi.fn<(filter: ICatalogueFilter) => void>(),
    onOpen: vi.fn<ICourseActions['onOpen']>(),
    onClose: vi.fn<ICourseActions['onClose']>(),
    onEnrol: vi.fn<ICourseActions['onEnrol']>(),
    onOpenHome: vi.fn<ICourseActions['onOpenHome']>(),
    onOpenStep: vi.fn<ICourseActions['onOpenStep']>(),
    onJoinSession: vi.fn<ICourseActions['onJoinSession']>(),
    onMark: vi.fn<ICourseActions['onMark']>()
  };
}
