import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { formatPoints } from '../../../shared/points';
import type { Against, IHistoryView } from '../history';
import type { IAttemptView } from '../state';
import { isPassed } from '../words';
import { ChosenAttempt } from './ChosenAttempt';
import { Sentences } from './PhaseNote';

export interface IMyAttemptsProps {
  readonly history: IHistoryView;
  readonly trans: TranslationBundle;
  /** A moment of the server as people read it. */
  readonly when: (moment: string) => string;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChoose: (id: string, against: Against) => void;
  readonly onPutBack: () => void;
}

/** All of the learner's attempts at an exercise, folded. */
export function MyAttempts(props: IMyAttemptsProps): React.JSX.Element {
  const { history, trans, when, onOpen, onChoose, onPutBack } = props;
  const { attempts, chosen, isOpen, sentences } = history;
  return (
    <details
      className="jp-Hybrid-MyAttempts"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) {
          onOpen(currentTarget.open);
        }
      }}
    >
      <summary>{trans.__('My attempts')}</summary>
      {attempts === null && sentences.length === 0 && <p>{trans.__('Reading them…')}</p>}
      <ol className="jp-Hybrid-MyAttempts-list" aria-label={trans.__('My attempts')}>
        {attempts?.map((attempt, index) => (
          <li key={attempt.id}>
            <button
              type="button"
              aria-pressed={attempt.id === chosen?.attempt.id}
              onClick={() => {
                onChoose(attempt.id, 'now');
              }}
            >
              {lineWords(attempt, index + 1, { trans, when })}
            </button>
          </li>
        ))}
      </ol>
      {chosen !== null && (
        <ChosenAttempt
          chosen={chosen}
          trans={trans}
          onAgainst={against => {
            onChoose(chosen.attempt.id, against);
          }}
          onPutBack={onPutBack}
        />
      )}
      <div role="status">
        <Sentences sentences={sentences} />
      </div>
    </details>
  );
}

function lineWords(
  attempt: IAttemptView,
  number: number,
  { trans, when }: { trans: TranslationBundle; when: (moment: string) => string }
): string {
  const isAlone = attempt.delivery === 'alone';
  return [
    trans.__('Attempt %1', number),
    when(attempt.submitted_at),
    ...(attempt.state === 'graded' && attempt.fault === null ? [pointsOf(attempt, trans)] : []),
    isAlone ? trans.__('alone') : trans.__('in live session %1', attempt.delivery),
    stateWords(attempt, trans)
  ].join(' · ');
}

function pointsOf({ points, max_points: most }: IAttemptView, trans: TranslationBundle): string {
  return trans.__('%1 of %2 points', formatPoints(points ?? 0), formatPoints(most ?? 0));
}

function stateWords(attempt: IAttemptView, trans: TranslationBundle): string {
  switch (attempt.state) {
    case 'queued':
      return trans.__('waits to be graded');
    case 'failed':
      return trans.__('could not be graded, does not count');
    case 'cancelled':
      return trans.__('cancelled, does not count');
    case 'graded':
      if (attempt.fault !== null) {
        return trans.__('its tests are broken, does not count');
      }
      if (isPassed(attempt)) {
        return trans.__('passed');
      }
      return attempt.needs_manual_grade ? trans.__('waits for a person') : trans.__('not passed');
  }
}
