import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, refreshIcon } from '@jupyterlab/ui-components';
import React, { useRef } from 'react';

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
      {view.failure !== null && (
        <ErrorNote
          what={trans.__('The courses could not be read again. %1', view.failure)}
          safe={trans.__('What you see may be old. Your notebooks and points are safe.')}
          trans={trans}
          onRetry={onRefresh}
        />
      )}
      <Catalogue {...props} />
      <BrokenCourses broken={view.broken} trans={trans} />
    </>
  );
}

function Catalogue(props: ICoursesViewProps): React.JSX.Element {
  const { view, trans, onRefresh, onFilter } = props;
  const { courses, last, catalogue } = view;
  const field = useRef<HTMLInputElement>(null);
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
      <CatalogueFilters {...props} catalogue={catalogue} field={field} />
      {courses.value.length === 0 && (
        <NoMatch
          trans={trans}
          onClear={() => {
            // The button goes away with what it says.
            field.current?.focus();
            onFilter(NO_FILTER);
          }}
        />
      )}
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

interface INoMatchProps {
  readonly trans: TranslationBundle;
  readonly onClear: () => void;
}

function NoMatch({ trans, onClear }: INoMatchProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Courses-empty">
      <p>{trans.__('No course matches.')}</p>
      <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onClear}>
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
