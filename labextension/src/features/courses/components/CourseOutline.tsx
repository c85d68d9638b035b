import React, { useEffect, useRef } from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { ICourseView, IOutline } from '../state';
import { EnrolmentForm } from './EnrolmentForm';
import type { IStepActions } from './StepActions';

export interface IEnrolmentActions {
  /** Read a course again. */
  readonly onOpen: (course: string) => void;
  readonly onEnrol: (course: string, code: string | null) => void;
}

export interface ICourseOutlineProps extends IStepActions, IEnrolmentActions {
  readonly course: ICourseView;
  /** Shows what is inside of the course once that is known. */
  readonly children: (outline: IOutline) => React.ReactNode;
}

/** What is inside of a course, the way into it, or why neither can be shown. */
export function CourseOutline(props: ICourseOutlineProps): React.JSX.Element {
  const { enrolment } = props.course;
  const box = useRef<HTMLDivElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The form has gone, and the focus with it.
    if (wasAsking.current && enrolment === null && document.activeElement === document.body) {
      box.current?.focus();
    }
    wasAsking.current = enrolment !== null;
  }, [enrolment]);
  return (
    <div className="jp-Hybrid-Inside" ref={box} tabIndex={-1}>
      {enrolment === null ? (
        <Read {...props} />
      ) : (
        <EnrolmentForm {...props} enrolment={enrolment} />
      )}
    </div>
  );
}

function Read(props: ICourseOutlineProps): React.JSX.Element {
  const { course, trans, children, onOpen } = props;
  const { outline, failure } = course;
  const onRetry = (): void => {
    onOpen(course.key);
  };
  switch (outline?.kind) {
    case 'failed':
      return (
        <ErrorNote
          what={trans.__('The course could not be read. %1', outline.words)}
          safe={trans.__('Your notebooks and points are safe.')}
          trans={trans}
          onRetry={onRetry}
        />
      );
    case 'ready':
      return (
        <>
          {failure !== null && (
            <ErrorNote
              what={trans.__('The course could not be read again. %1', failure)}
              safe={trans.__('What you see may be old. Your notebooks and points are safe.')}
              trans={trans}
              onRetry={onRetry}
            />
          )}
          {children(outline.value)}
        </>
      );
    default:
      return <p role="status">{trans.__('Reading the course…')}</p>;
  }
}
