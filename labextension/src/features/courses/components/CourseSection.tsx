import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import React from 'react';

import type { ICourseView } from '../state';
import { CourseFacts, CourseProgress } from './CourseFacts';
import type { IEnrolmentActions } from './CourseOutline';
import { CourseOutline } from './CourseOutline';
import { ModulePath } from './ModulePath';
import { NextStep } from './NextStep';
import type { IStepActions } from './StepActions';

export interface ICourseActions extends IStepActions, IEnrolmentActions {
  readonly onClose: (course: string) => void;
  readonly onOpenHome: (course: string) => void;
}

export interface ICourseSectionProps extends ICourseActions {
  readonly course: ICourseView;
  /** Whether the step to go on with stands above the list already. */
  readonly isLast: boolean;
}

/** One course: title, summary, facts and progress; its modules when it is open. */
export function CourseSection(props: ICourseSectionProps): React.JSX.Element {
  const { course, isLast, trans, onOpenHome } = props;
  return (
    <li className="jp-Hybrid-Course">
      <CourseTitle {...props} />
      {course.summary !== '' && <p className="jp-Hybrid-Course-summary">{course.summary}</p>}
      <CourseFacts {...props} />
      <CourseProgress {...props} />
      <button
        type="button"
        className="jp-Hybrid-Link"
        aria-label={trans.__('Course home of %1', course.title)}
        onClick={() => {
          onOpenHome(course.key);
        }}
      >
        {trans.__('Course home')}
      </button>
      {course.isOpen && (
        <CourseOutline {...props}>
          {outline => (
            <div className="jp-Hybrid-Outline">
              {!isLast && <NextStep {...props} outline={outline} />}
              <ModulePath {...props} outline={outline} />
            </div>
          )}
        </CourseOutline>
      )}
    </li>
  );
}

function CourseTitle({ course, onOpen, onClose }: ICourseSectionProps): React.JSX.Element {
  const { isOpen } = course;
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  return (
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
  );
}
