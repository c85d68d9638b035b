import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import { PointsBar } from '../../../shared/PointsBar';
import { pointsWords } from '../../../shared/points';
import type { ICourseView, IStepView } from '../state';
import { CourseOutline } from './CourseOutline';

export interface ICourseCallbacks {
  readonly onOpen: (course: string) => void;
  readonly onClose: (course: string) => void;
  readonly onOpenStep: (step: IStepView['key']) => void;
}

export interface ICourseSectionProps extends ICourseCallbacks {
  readonly course: ICourseView;
  readonly trans: TranslationBundle;
}

/** One course: title, summary and points; its modules when it is open. */
export function CourseSection(props: ICourseSectionProps): React.JSX.Element {
  const { course, trans, onOpen, onClose } = props;
  const isOpen = course.outline !== null;
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  const words = pointsWords(trans, course.points, course.maxPoints);
  return (
    <section className="jp-Hybrid-Course" aria-label={course.title}>
      <h3>
        <button
          type="button"
          className="jp-Hybrid-Course-title"
          aria-expanded={isOpen}
          onClick={() => {
            (isOpen ? onClose : onOpen)(course.key);
          }}
        >
          <Caret.react tag="span" aria-hidden={true} />
          <span>{course.title}</span>
        </button>
      </h3>
      {course.summary !== '' && <p className="jp-Hybrid-Course-summary">{course.summary}</p>}
      <div className="jp-Hybrid-Course-points">
        <PointsBar points={course.points} maxPoints={course.maxPoints} label={words} />
        <span aria-hidden={true}>{words}</span>
      </div>
      <OpenedCourse {...props} />
    </section>
  );
}

function OpenedCourse({
  course,
  trans,
  onOpen,
  onOpenStep
}: ICourseSectionProps): React.JSX.Element | null {
  const { outline } = course;
  switch (outline?.kind) {
    case 'loading':
      return <p role="status">{trans.__('Reading the course…')}</p>;
    case 'failed':
      return (
        <ErrorNote
          what={trans.__('The course could not be read. %1', outline.words)}
          safe={trans.__('Your notebooks and points are safe.')}
          trans={trans}
          onRetry={() => {
            onOpen(course.key);
          }}
        />
      );
    case 'ready':
      return <CourseOutline outline={outline.value} trans={trans} onOpenStep={onOpenStep} />;
    case undefined:
      return null;
  }
}
