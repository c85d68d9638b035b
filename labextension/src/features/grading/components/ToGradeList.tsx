import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import type { DateWords } from '../../../shared/dates';
import { formatPoints, pointsWords } from '../../../shared/points';
import { exerciseId } from '../state';
import type { IExerciseKey, IToGrade, IToGradeItem, Shown } from '../state';

export interface IToGradeListProps {
  readonly course: string;
  readonly list: IToGrade;
  readonly shown: Shown;
  readonly exercise: IExerciseKey | null;
  readonly isBlind: boolean;
  readonly offset: number;
  readonly total: number;
  readonly pageSize: number;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  readonly onFilter: (wanted: {
    shown?: Shown;
    exercise?: IExerciseKey | null;
    isBlind?: boolean;
  }) => void;
  readonly onTurn: (offset: number) => void;
  readonly onOpen: (attempt: string) => void;
}

/** The answers of a course that a person grades. */
export function ToGradeList(props: IToGradeListProps): React.JSX.Element {
  const { list, total, trans } = props;
  return (
    <>
      <Filters {...props} />
      <p role="status">{trans._n('%1 answer', '%1 answers', total)}</p>
      {list.items.length === 0 ? (
        <p>{emptyWords(props)}</p>
      ) : (
        <ul className="jp-Hybrid-ToGrade" aria-label={trans.__('Answers')}>
          {list.items.map(item => (
            <Item key={item.attempt} item={item} {...props} />
          ))}
        </ul>
      )}
      <Pages {...props} />
    </>
  );
}

function emptyWords({ shown, list, trans }: IToGradeListProps): string {
  if (shown === 'waiting' && list.exercises.length > 0) {
    return trans.__('Nothing waits for you. Choose “All” to change points that were given.');
  }
  return trans.__(
    'No answer needs a person here yet. They come in as soon as learners check exercises that you grade by hand.'
  );
}

function Filters(props: IToGradeListProps): React.JSX.Element {
  const { course, list, shown, exercise, isBlind, trans, onFilter } = props;
  return (
    <div className="jp-Hybrid-Grading-filters">
      <label>
        {trans.__('Show')}
        <select
          className="jp-Hybrid-Input jp-mod-styled"
          value={shown}
          onChange={({ target }) => {
            onFilter({ shown: target.value as Shown });
          }}
        >
          <option value="waiting">{trans.__('Waiting')}</option>
          <option value="graded">{trans.__('Graded')}</option>
          <option value="all">{trans.__('All')}</option>
        </select>
      </label>
      <label>
        {trans.__('Exercise')}
        <select
          className="jp-Hybrid-Input jp-mod-styled"
          value={exercise === null ? '' : exerciseId(exercise)}
          onChange={({ target }) => {
            const found = list.exercises.find(each => exerciseId(each) === target.value);
            onFilter({ exercise: found === undefined ? null : { course, ...found } });
          }}
        >
          <option value="">{trans.__('All exercises')}</option>
          {list.exercises.map(each => (
            <option key={exerciseId(each)} value={exerciseId(each)}>
              {trans.__('%1 (%2 waiting)', `${each.step}: ${each.exercise}`, each.n_waiting)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          className="jp-Hybrid-Input"
          checked={isBlind}
          onChange={({ target }) => {
            onFilter({ isBlind: target.checked });
          }}
        />
        {trans.__('Hide names')}
      </label>
    </div>
  );
}

function Item({ item, ...props }: IToGradeListProps & { item: IToGradeItem }): React.JSX.Element {
  const { trans, dates, onOpen } = props;
  const who = item.learner?.display_name ?? trans.__('Somebody');
  const where = `${item.step}: ${item.exercise}`;
  return (
    <li>
      <Button
        minimal
        className="jp-Hybrid-Link jp-Hybrid-ToGrade-item"
        onClick={() => {
          onOpen(item.attempt);
        }}
      >
        <strong>{who}</strong> <span>{where}</span> <span>{dates.full(item.submitted_at)}</span>{' '}
        <span>{stateWords(item, trans)}</span>
      </Button>
    </li>
  );
}

function stateWords({ cells }: IToGradeItem, trans: TranslationBundle): string {
  const most = cells.reduce((sum, each) => sum + each.max_points, 0);
  if (cells.some(({ points }) => points === null)) {
    return trans.__('waits, up to %1', formatPoints(most));
  }
  const given = cells.reduce((sum, each) => sum + (each.points ?? 0), 0);
  return pointsWords(trans, given, most);
}

function Pages(props: IToGradeListProps): React.JSX.Element | null {
  const { offset, total, pageSize, trans, onTurn } = props;
  if (total <= pageSize && offset === 0) {
    return null;
  }
  const turn = (to: number, label: string, isPossible: boolean): React.JSX.Element => (
    <Button
      className="jp-mod-styled jp-Hybrid-Button"
      disabled={!isPossible}
      onClick={() => {
        onTurn(to);
      }}
    >
      {label}
    </Button>
  );
  return (
    <nav className="jp-Hybrid-Grading-buttons" aria-label={trans.__('Pages')}>
      {turn(offset - pageSize, trans.__('Earlier'), offset > 0)}
      <span>
        {trans.__('%1 to %2 of %3', offset + 1, Math.min(total, offset + pageSize), total)}
      </span>
      {turn(offset + pageSize, trans.__('Later'), offset + pageSize < total)}
    </nav>
  );
}
