import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { Loaded } from '../../../shared/loaded';
import type { ICourseView, IOutline } from '../state';
import { languageWords } from '../words';
import { CourseFacts, CourseProgress } from './CourseFacts';
import type { IEnrolmentActions } from './CourseOutline';
import { CourseOutline } from './CourseOutline';
import { LeftToday } from './LeftToday';
import { ModulePath } from './ModulePath';
import { NextStep } from './NextStep';
import type { IStepActions } from './StepActions';

interface IHomeActions extends IStepActions, IEnrolmentActions {
  /** Language of the reader. */
  readonly language: string;
  readonly onRefresh: () => void;
  /** Opens the page where a trainer grades; null for everybody else. */
  readonly onGrade: ((course: string) => void) | null;
}

export interface ICourseHomeViewProps extends IHomeActions {
  readonly course: Loaded<ICourseView>;
}

/** A course on a page of its own: what it is, what is next, what is left today, the way through. */
export function CourseHomeView(props: ICourseHomeViewProps): React.JSX.Element {
  const { course, trans, onRefresh } = props;
  switch (course.kind) {
    case 'loading':
      return <p role="status">{trans.__('Reading the course…')}</p>;
    case 'failed':
      return (
        <ErrorNote
          what={trans.__('The course could not be read. %1', course.words)}
          safe={trans.__('Your notebooks and points are safe.')}
          trans={trans}
          onRetry={onRefresh}
        />
      );
    case 'ready':
      return <Home {...props} course={course.value} />;
  }
}

interface IHomeProps extends IHomeActions {
  readonly course: ICourseView;
}

function Home(props: IHomeProps): React.JSX.Element {
  const { course, language, trans, onGrade } = props;
  return (
    <>
      <div className="jp-Hybrid-Home-header">
        <h2>{course.title}</h2>
        {course.summary !== '' && <p>{course.summary}</p>}
        <CourseFacts {...props} />
        {course.language !== '' && (
          <p>{trans.__('Language: %1', languageWords(course.language, language))}</p>
        )}
        <CourseProgress {...props} />
        {onGrade !== null && (
          <Button
            className="jp-mod-styled jp-Hybrid-Button"
            title={trans.__('Give points to answers that no test can grade, or check again')}
            onClick={() => {
              onGrade(course.key);
            }}
          >
            {trans.__('Grade by Hand')}
          </Button>
        )}
      </div>
      <CourseOutline {...props}>{outline => <Inside {...props} outline={outline} />}</CourseOutline>
    </>
  );
}

interface IInsideProps extends IHomeProps {
  readonly outline: IOutline;
}

function Inside(props: IInsideProps): React.JSX.Element {
  const { outline, trans } = props;
  return (
    <div className="jp-Hybrid-Home-inside">
      <div className="jp-Hybrid-Home-now">
        <section aria-label={trans.__('Next step')}>
          <h3>{trans.__('Next step')}</h3>
          <NextStep {...props} />
        </section>
        <LeftToday {...props} />
        {outline.objectives.length > 0 && (
          <section aria-label={trans.__('What you will be able to do')}>
            <h3>{trans.__('What you will be able to do')}</h3>
            <ul className="jp-Hybrid-Home-objectives">
              {outline.objectives.map(objective => (
                <li key={objective}>{objective}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <section className="jp-Hybrid-Home-path" aria-label={trans.__('Modules')}>
        <h3>{trans.__('Modules')}</h3>
        <ModulePath {...props} />
      </section>
    </div>
  );
}
