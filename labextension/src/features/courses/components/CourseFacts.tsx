import React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { PointsBar } from '../../../shared/PointsBar';
import type { DateWords } from '../../../shared/dates';
import { durationWords } from '../../../shared/duration';
import { pointsWords } from '../../../shared/points';
import type { ICourseView } from '../state';
import { levelWords, mediumWords } from '../words';

export interface ICourseFactsProps {
  readonly course: ICourseView;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
}

/** Level, medium, effort and next live date of a course in one line, and its tags. */
export function CourseFacts({ course, trans, dates }: ICourseFactsProps): React.JSX.Element | null {
  const { level, medium, effortMin, nextLiveAt, tags } = course;
  const facts = [
    level === null ? null : levelWords(trans, level),
    medium === null ? null : mediumWords(trans, medium),
    effortMin === null ? null : durationWords(trans, effortMin),
    nextLiveAt === null ? null : trans.__('Live %1', dates.full(nextLiveAt))
  ].filter(fact => fact !== null);
  return facts.length + tags.length === 0 ? null : (
    <ul className="jp-Hybrid-Facts" aria-label={trans.__('About the course')}>
      {facts.map(fact => (
        <li key={fact}>{fact}</li>
      ))}
      {tags.map(tag => (
        <li key={`tag ${tag}`} className="jp-Hybrid-Tag">
          {tag}
        </li>
      ))}
    </ul>
  );
}

export interface ICourseProgressProps {
  readonly course: ICourseView;
  readonly trans: TranslationBundle;
}

/** How many steps are done and how many points there are. */
export function CourseProgress({ course, trans }: ICourseProgressProps): React.JSX.Element {
  const { points, maxPoints, nSteps, nStepsDone } = course;
  const words = pointsWords(trans, points, maxPoints);
  return (
    <div className="jp-Hybrid-Course-progress">
      {maxPoints > 0 && <PointsBar points={points} maxPoints={maxPoints} label={words} />}
      <p>
        <span>{trans._n('%2 of %1 step done', '%2 of %1 steps done', nSteps, nStepsDone)}</span>
        {maxPoints > 0 && <span aria-hidden={true}>{words}</span>}
      </p>
    </div>
  );
}
