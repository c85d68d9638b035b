import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { PointsBar } from '../../../shared/PointsBar';
import { pointsWords } from '../../../shared/points';

export interface ICourseProgressProps {
  readonly course: string;
  /** Null while nobody has said. */
  readonly points: number | null;
  readonly maxPoints: number | null;
  /** Whether the server could not be asked. */
  readonly isStale: boolean;
  readonly trans: TranslationBundle;
}

/** A course's points in a notebook's output. */
export function CourseProgress(props: ICourseProgressProps): React.JSX.Element {
  const { course, points, maxPoints, isStale, trans } = props;
  if (points === null || maxPoints === null) {
    return (
      <p role="status">
        {isStale
          ? trans.__('%1: the server could not be asked for the points.', course)
          : trans.__('%1: reading the points…', course)}
      </p>
    );
  }
  const words = trans.__('%1: %2', course, pointsWords(trans, points, maxPoints));
  return (
    <>
      <PointsBar points={points} maxPoints={maxPoints} label={words} />
      <span aria-hidden={true}>{words}</span>
      {isStale && <p>{trans.__('The server could not be asked; the points may be older.')}</p>}
    </>
  );
}
