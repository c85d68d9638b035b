import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IBrokenView } from '../state';

export interface IBrokenCoursesProps {
  readonly broken: readonly IBrokenView[];
  readonly trans: TranslationBundle;
}

/** Course folders that cannot be read; trainers see why. */
export function BrokenCourses({ broken, trans }: IBrokenCoursesProps): React.JSX.Element | null {
  return broken.length === 0 ? null : (
    <section className="jp-Hybrid-Broken" aria-label={trans.__('Courses that cannot be opened')}>
      <h3>{trans.__('Cannot be opened')}</h3>
      <ul>
        {broken.map(course => (
          <li key={course.key}>
            <code>{course.key}</code>
            {course.problems.length === 0 && (
              <p>{trans.__('Your trainer has to mend this course first.')}</p>
            )}
            <ul>
              {course.problems.map(problem => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
