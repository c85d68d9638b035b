import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useEffect, useRef } from 'react';

import type { DateWords } from '../../../shared/dates';
import { formatPoints, pointsWords } from '../../../shared/points';
import type { IAnswerToGrade, ICellToGrade, IDraft, INote } from '../state';
import type { ShowWork } from './Work';
import { Work } from './Work';

export interface IAnswerViewProps {
  readonly answer: IAnswerToGrade;
  readonly cell: ICellToGrade;
  readonly draft: IDraft;
  readonly isSaving: boolean;
  readonly note: INote | null;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  readonly show: ShowWork;
  readonly onType: (draft: Partial<IDraft>) => void;
  readonly onSave: () => void;
  readonly onPrevious: () => void;
  readonly onBack: () => void;
  readonly onOpen: (attempt: string) => void;
}

/** One answer with all that is needed to grade it, and where points and comment are typed. */
export function AnswerView(props: IAnswerViewProps): React.JSX.Element {
  const { answer, cell, trans, show, dates } = props;
  const points = useRef<HTMLInputElement>(null);
  useEffect(() => {
    points.current?.focus();
    points.current?.select();
  }, [answer.attempt]);
  const { language } = answer;
  const who = answer.learner?.display_name ?? trans.__('Somebody');
  return (
    <div
      className="jp-Hybrid-Answer"
      onKeyDown={event => {
        onKey(event, props, points.current);
      }}
    >
      <h3>{trans.__('%1, exercise %2', who, answer.exercise)}</h3>
      <p>{trans.__('Handed in %1', dates.full(answer.submitted_at))}</p>
      {!answer.is_latest && (
        <p role="note">
          {trans.__('There is a later attempt at this exercise: that one is in the list.')}
        </p>
      )}
      <Work label={trans.__('Task')} cells={cell.task} {...{ language, show }} />
      <Work label={trans.__('Answer')} cells={cell.answer} {...{ language, show }} />
      <Author {...props} />
      <Others {...props} />
      <PointsForm {...props} input={points} who={who} />
    </div>
  );
}

function Author({ cell, answer, trans, show }: IAnswerViewProps): React.JSX.Element | null {
  const { solution, scheme } = cell;
  if (solution === '' && scheme === '') {
    return null;
  }
  const type = cell.answer[0]?.cell_type ?? 'markdown';
  const { language } = answer;
  return (
    <details className="jp-Hybrid-Answer-author" open>
      <summary>{trans.__('What the author says')}</summary>
      {solution !== '' && (
        <Work
          label={trans.__('Sample solution')}
          cells={[{ cell_type: type, source: solution }]}
          {...{ language, show }}
        />
      )}
      {scheme !== '' && (
        <Work
          label={trans.__('Mark scheme')}
          cells={[{ cell_type: 'markdown', source: scheme }]}
          {...{ language, show }}
        />
      )}
    </details>
  );
}

function Others({ answer, trans, dates, onOpen }: IAnswerViewProps): React.JSX.Element | null {
  return answer.others.length === 0 ? null : (
    <section aria-label={trans.__('Other attempts')}>
      <h4>{trans.__('Other attempts')}</h4>
      <ul className="jp-Hybrid-Answer-others">
        {answer.others.map(({ attempt, submitted_at: at, cells }) => (
          <li key={attempt}>
            <Button
              minimal
              className="jp-Hybrid-Link"
              onClick={() => {
                onOpen(attempt);
              }}
            >
              {dates.full(at)}
            </Button>{' '}
            {cells.map(({ cell, points, max_points: most, comment }) => (
              <span key={cell}>
                {points === null ? trans.__('not graded') : pointsWords(trans, points, most)}
                {comment === '' ? '' : ` “${comment}”`}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface IPointsFormProps extends IAnswerViewProps {
  readonly input: React.RefObject<HTMLInputElement>;
  readonly who: string;
}

function PointsForm(props: IPointsFormProps): React.JSX.Element {
  const { cell, draft, isSaving, note, trans, input, who, onType, onSave } = props;
  const most = formatPoints(cell.max_points);
  return (
    <form
      className="jp-Hybrid-PointsForm"
      aria-label={trans.__('Points and comment')}
      onSubmit={event => {
        event.preventDefault();
        onSave();
      }}
    >
      {cell.graded_by !== null && (
        <p>{trans.__('%1 of %2 points, given by %3.', cell.points ?? 0, most, cell.graded_by)}</p>
      )}
      <div className="jp-Hybrid-PointsForm-points">
        <label>
          {trans.__('Points')}
          <input
            ref={input}
            className="jp-Hybrid-Input jp-mod-styled"
            inputMode="decimal"
            autoComplete="off"
            aria-label={trans.__('Points for %1, from 0 to %2', who, most)}
            value={draft.points}
            onChange={({ target }) => {
              onType({ points: target.value });
            }}
          />
        </label>
        <span>{trans.__('of %1', most)}</span>
      </div>
      <label>
        {trans.__('Comment for the learner')}
        <textarea
          className="jp-Hybrid-Input jp-mod-styled"
          rows={3}
          maxLength={4000}
          value={draft.comment}
          onChange={({ target }) => {
            onType({ comment: target.value });
          }}
        />
      </label>
      {note !== null && (
        <p className="jp-Hybrid-Grading-note" data-tone={note.tone}>
          {note.words}
        </p>
      )}
      <FormButtons {...props} isSaving={isSaving} />
    </form>
  );
}

function FormButtons({ isSaving, trans, onPrevious, onBack }: IPointsFormProps): React.JSX.Element {
  return (
    <div className="jp-Hybrid-Grading-buttons">
      <button
        type="submit"
        className="jp-mod-styled jp-mod-accept jp-Hybrid-Button"
        aria-disabled={isSaving}
        title={trans.__('Save and go on with the next answer that waits (Enter)')}
      >
        {trans.__('Save and next')}
      </button>
      <button
        type="button"
        className="jp-mod-styled jp-Hybrid-Button"
        title={trans.__('The answer before this one (Shift+Enter)')}
        onClick={onPrevious}
      >
        {trans.__('Previous')}
      </button>
      <button
        type="button"
        className="jp-mod-styled jp-Hybrid-Button"
        title={trans.__('Back to the list (Escape)')}
        onClick={onBack}
      >
        {trans.__('Back to the list')}
      </button>
    </div>
  );
}

/** Digits set the points, Enter saves, Shift+Enter goes back by one, Escape to the list. */
function onKey(
  event: React.KeyboardEvent,
  { onType, onSave, onPrevious, onBack }: IAnswerViewProps,
  points: HTMLInputElement | null
): void {
  const { key, target } = event;
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  const isTyping = target instanceof HTMLTextAreaElement;
  const isControl = target instanceof HTMLElement && target.closest('button, a, summary') !== null;
  if (key === 'Escape') {
    onBack();
  } else if (key === 'Enter' && event.shiftKey && !isTyping) {
    onPrevious();
  } else if (key === 'Enter' && (isTyping ? isChord : !isControl)) {
    onSave();
  } else if (/^\d$/.test(key) && !isChord && !isTyping && target !== points) {
    onType({ points: key });
    points?.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
