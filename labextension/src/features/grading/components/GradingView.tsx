import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { Loaded } from '../../../shared/loaded';
import type { IAnswerToGrade, ICellToGrade, ICourseChoice, INote, IToGrade } from '../state';
import type { IAnswerViewProps } from './AnswerView';
import { AnswerView } from './AnswerView';
import type { IRegradeViewProps } from './RegradeView';
import { RegradeView } from './RegradeView';
import type { IToGradeListProps } from './ToGradeList';
import { ToGradeList } from './ToGradeList';

type ListProps = Omit<IToGradeListProps, 'list' | 'course'>;
type AnswerProps = Omit<IAnswerViewProps, 'answer' | 'cell' | 'trans' | 'dates' | 'onOpen'>;
type RegradeProps = Omit<IRegradeViewProps, 'trans' | 'dates'>;

export interface IGradingViewProps extends ListProps, AnswerProps {
  readonly course: string | null;
  readonly courses: readonly ICourseChoice[];
  readonly list: Loaded<IToGrade>;
  readonly answer: Loaded<IAnswerToGrade> | null;
  readonly cell: ICellToGrade | null;
  readonly note: INote | null;
  readonly regrade: RegradeProps;
  /** Whether checking again is shown, not grading by hand. */
  readonly isRegrading: boolean;
  readonly trans: TranslationBundle;
  readonly onCourse: (course: string) => void;
  readonly onRefresh: () => void;
  readonly onRegrading: (isRegrading: boolean) => void;
}

/** The page on which a trainer grades by hand, and checks again after a corrected test. */
export function GradingView(props: IGradingViewProps): React.JSX.Element {
  const { answer, isRegrading, regrade, trans, dates } = props;
  return (
    <>
      <h2>{trans.__('Grading')}</h2>
      {answer === null && <Header {...props} />}
      {isRegrading ? (
        <RegradeView {...regrade} trans={trans} dates={dates} />
      ) : answer === null ? (
        <List {...props} />
      ) : (
        <Answer {...props} answer={answer} />
      )}
    </>
  );
}

function Header(props: IGradingViewProps): React.JSX.Element {
  const { course, courses, isRegrading, trans, onCourse, onRegrading } = props;
  return (
    <div className="jp-Hybrid-Grading-header">
      <label>
        {trans.__('Course')}
        <select
          className="jp-Hybrid-Input jp-mod-styled"
          value={course ?? ''}
          onChange={({ target }) => {
            onCourse(target.value);
          }}
        >
          {courses.map(({ key, title }) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <div className="jp-Hybrid-Grading-buttons" role="group" aria-label={trans.__('What to do')}>
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          aria-pressed={!isRegrading}
          onClick={() => {
            onRegrading(false);
          }}
        >
          {trans.__('To grade')}
        </Button>
        <Button
          className="jp-mod-styled jp-Hybrid-Button"
          aria-pressed={isRegrading}
          onClick={() => {
            onRegrading(true);
          }}
        >
          {trans.__('Check again')}
        </Button>
      </div>
    </div>
  );
}

function List(props: IGradingViewProps): React.JSX.Element {
  const { course, list, note, trans, onRefresh } = props;
  if (list.kind === 'failed') {
    return (
      <ErrorNote
        what={trans.__('The answers could not be read. %1', list.words)}
        safe={trans.__('All answers and points are safe.')}
        trans={trans}
        onRetry={onRefresh}
      />
    );
  }
  if (list.kind === 'loading' || course === null) {
    return <p role="status">{trans.__('Reading the answers…')}</p>;
  }
  return (
    <>
      {note !== null && (
        <p className="jp-Hybrid-Grading-note" data-tone={note.tone}>
          {note.words}
        </p>
      )}
      <ToGradeList {...props} course={course} list={list.value} />
    </>
  );
}

interface IAnswerProps extends IGradingViewProps {
  readonly answer: Loaded<IAnswerToGrade>;
}

function Answer(props: IAnswerProps): React.JSX.Element {
  const { answer, cell, trans, onBack } = props;
  if (answer.kind === 'loading') {
    return <p role="status">{trans.__('Reading the answer…')}</p>;
  }
  if (answer.kind === 'ready' && cell !== null) {
    return <AnswerView {...props} answer={answer.value} cell={cell} />;
  }
  return (
    <ErrorNote
      what={trans.__(
        'The answer could not be read. %1',
        answer.kind === 'failed' ? answer.words : ''
      )}
      safe={trans.__('All answers and points are safe.')}
      trans={trans}
      onRetry={onBack}
    />
  );
}
