import React from 'react';

import type { ICourseView } from '../state';
import { NextStep } from './NextStep';
import type { IStepActions } from './StepActions';

export interface ILastCourseProps extends IStepActions {
  readonly course: ICourseView;
}

/** Where one was last, above the other courses. */
export function LastCourse(props: ILastCourseProps): React.JSX.Element | null {
  const { course, trans } = props;
  const { outline } = course;
  return outline?.kind !== 'ready' ? null : (
    <section className="jp-Hybrid-LastCourse" aria-label={trans.__('Go on with %1', course.title)}>
      <h3>{course.title}</h3>
      <NextStep {...props} outline={outline.value} />
    </section>
  );
}
