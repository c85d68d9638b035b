import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { formatPoints } from '../../../shared/points';

export interface ICourseStatusViewProps {
  readonly course: string;
  readonly points: number;
  readonly max_points: number;
  readonly trans: TranslationBundle;
  readonly onClick: () => void;
}

/** "python_for_analysts: 3/8 points"; leads to the course. */
export function CourseStatusView(props: ICourseStatusViewProps): React.JSX.Element {
  const { course, trans, onClick } = props;
  const points = formatPoints(props.points);
  const maxPoints = formatPoints(props.max_points);
  return (
    <button
      type="button"
      className="jp-Hybrid-CourseStatus"
      title={trans.__('Open the Courses panel')}
      aria-label={trans.__(
        'Course %1: %2 of %3 points. Open the Courses panel.',
        course,
        points,
        maxPoints
      )}
      onClick={onClick}
    >
      {trans.__('%1: %2/%3 points', course, points, maxPoints)}
    </button>
  );
}
