import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, refreshIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { ICatalogueFilter } from '../catalogue';
import { NO_FILTER } from '../catalogue';
import type { ICoursesView } from '../state';
import { BrokenCourses } from './BrokenCourses';
import { CatalogueFilters } from './CatalogueFilters';
import type { ICourseActions } from './CourseSection';
import { CourseSection } from './CourseSection';
import { LastCourse } from './LastCourse';

export interface ICoursesViewProps extends ICourseActions {
  readonly view: ICoursesView;
  readonly onRefresh: () => void;
  readonly onFilter: (filter: ICatalogueFilter) => void;
}

/** The courses of the server and where one is in each. */
export function CoursesView(props: ICoursesViewProps): React.JSX.Element {
  const { view, trans, onRefresh } = props;
  return (
    <>
      <div className="jp-Hybrid-Courses-header">
        <h2>{trans.__('Courses')}</h2>
        <Button
          minimal
          small
          title={trans.__('Read the courses again')}
          aria-label={trans.__('Read the courses again')}
          onClick={onRefresh}
        >
          <refreshIcon.react tag="span" aria-hidden={true} />
        </Button>
      </div>
      {view.persona !== null && (
        <p className="jp-Hybrid-PersonaNote" role="note">
          {trans.__('You look through the eyes of %1; this is no security boundary.', view.persona)}
        </p>
      )}
      <Catalogue {...props} />
      <BrokenCourses broken={view.broken} trans={trans} />
    </>
  );
}

function Catalogue(props: ICoursesViewProps): React.JSX.Element {
  const { view, trans, onRefresh } = props;
  const { courses, last, catalogue } = view;
  if (courses.kind === 'loading') {
    return <p role="status">{trans.__('Reading the courses…')}</p>;
  }
  if (courses.kind === 'failed') {
    return (
      <ErrorNote
        what={trans.__('The courses could not be read. %1', courses.words)}
        safe={trans.__('Your notebooks and points are safe.')}
        trans={trans}
        onRetry={onRefresh}
      />
    );
  }
  if (catalogue.nCourses === 0) {
    return <NoCourses isTrainer={view.isTrainer} trans={trans} />;
  }
  return (
    <>
      {last !== null && <LastCourse {...props} course={last} />}
      <CatalogueFilters {...props} catalogue={catalogue} />
      {courses.value.length === 0 && <NoMatch {...props} />}
      <ul className="jp-Hybrid-Courses-list">
        {courses.value.map(course => (
          <CourseSection
            key={course.key}
            {...props}
            course={course}
            isLast={course.key === last?.key}
          />
        ))}
      </ul>
    </>
  );
}

function NoMatch({ trans, onFilter }: ICoursesViewProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Courses-empty">
      <p>{trans.__('No course matches.')}</p>
      <Button
        className="jp-mod-styled jp-Hybrid-Button"
        onClick={() => {
          onFilter(NO_FILTER);
        }}
      >
        {trans.__('Clear filters')}
      </Button>
    </div>
  );
}

interface INoCoursesProps {
  readonly isTrainer: boolean;
  readonly trans: TranslationBundle;
}

function NoCourses({ isTrainer, trans }: INoCoursesProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Courses-empty">
      <p>{trans.__('There is no course here yet.')}</p>
      <p>
        {isTrainer
          ? trans.__(
              'Put a folder with a course.yaml and notebooks where the server’s setting HybridApp.course_dirs points, then read the courses again.'
            )
          : trans.__('Ask your trainer which server has your course.')}
      </p>
    </div>
  );
}
