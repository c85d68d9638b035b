import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import type { Against, IHistoryView } from '../history';
import type { SolutionView } from '../solution';
import type { IAttemptView, IExerciseView } from '../state';
import { isPassed, isUntouched, verdictWords } from '../words';
import { CheckRow } from './CheckRow';
import { Comments } from './Comments';
import { Feedback } from './Feedback';
import { Hints } from './Hints';
import { MissingNote } from './MissingNote';
import { MyAttempts } from './MyAttempts';
import { PhaseNote, Sentences } from './PhaseNote';
import { Solution } from './Solution';
import { Terms } from './Terms';

/** What can be done in a bar. */
export interface IBarActions {
  readonly onCheck: () => void;
  readonly onCancel: () => void;
  readonly onShowSolution: () => void;
  readonly onSolutionOpen: (isOpen: boolean) => void;
  readonly onHistoryOpen: (isOpen: boolean) => void;
  readonly onReadHints: () => void;
  readonly onChoose: (id: string, against: Against) => void;
  readonly onPutBack: () => void;
  /** Restart the kernel and run all cells; null where nothing can. */
  readonly onRunFromTop: (() => void) | null;
  /** Bring the notebook up to date; null where nothing can. */
  readonly onUpdate: (() => void) | null;
}

export interface IExerciseBarViewProps {
  readonly view: IExerciseView;
  readonly history: IHistoryView;
  readonly solution: SolutionView;
  readonly actions: IBarActions;
  readonly trans: TranslationBundle;
  /** The keys that press Check, as people read them. */
  readonly shortcut: string;
  /** A moment of the server as people read it. */
  readonly when: (moment: string) => string;
  /** Write code into an element, in the notebook's colours. */
  readonly highlight: (code: string, element: HTMLElement) => void;
}

/** Check, points, the latest result and what helps to do better, of one exercise. */
export function ExerciseBarView(props: IExerciseBarViewProps): React.JSX.Element {
  const { view, history, solution, actions, trans, shortcut, when, highlight } = props;
  const { phase } = view;
  return (
    <section aria-label={trans.__('Exercise %1', view.exercise)}>
      <CheckRow
        view={view}
        trans={trans}
        shortcut={shortcut}
        onCheck={actions.onCheck}
        onCancel={actions.onCancel}
      >
        {(view.solution !== 'locked' || solution.kind === 'shown') && <SolutionButton {...props} />}
      </CheckRow>
      <PhaseNote phase={phase} trans={trans} onUpdate={actions.onUpdate} />
      <Sentences sentences={sentences(view, trans)} />
      <Solution solution={solution} exercise={view.exercise} trans={trans} highlight={highlight} />
      {phase.kind !== 'checking' && <Result {...props} />}
      {(view.nAttempts > 0 || isOver(view.attempt)) && (
        <MyAttempts
          history={history}
          trans={trans}
          when={when}
          onOpen={actions.onHistoryOpen}
          onChoose={actions.onChoose}
          onPutBack={actions.onPutBack}
        />
      )}
    </section>
  );
}

/** Whether there is an attempt to look at, even if none counts. */
function isOver(attempt: IAttemptView | null): boolean {
  return attempt !== null && attempt.state !== 'queued';
}

/** One button that stays, so that the focus does. */
function SolutionButton(props: IExerciseBarViewProps): React.JSX.Element {
  const { view, solution, actions, trans } = props;
  const isShown = solution.kind === 'shown' && solution.isOpen;
  return (
    <Button
      className="jp-mod-styled jp-Hybrid-Button"
      aria-label={
        isShown
          ? trans.__('Hide solution of exercise %1', view.exercise)
          : trans.__('Show solution of exercise %1', view.exercise)
      }
      aria-expanded={isShown}
      onClick={() => {
        if (solution.kind === 'shown') {
          actions.onSolutionOpen(!solution.isOpen);
        } else {
          actions.onShowSolution();
        }
      }}
    >
      {isShown ? trans.__('Hide solution') : trans.__('Show solution')}
    </Button>
  );
}

function Result(props: IExerciseBarViewProps): React.JSX.Element | null {
  const { view, history, actions, trans } = props;
  const { attempt } = view;
  return attempt === null ? null : (
    <Feedback
      verdict={verdict(view, attempt, trans)}
      isPassed={isPassed(attempt)}
      areTestsOpen={attempt.tests.some(({ passed }) => !passed) && !isUntouched(attempt)}
      tests={attempt.fault === null ? attempt.tests : []}
      notes={attempt.notes.filter(note => !isSaidByMissing(note, view))}
      ending={<Terms attempt={attempt} trans={trans} />}
      trans={trans}
    >
      <Comments comments={attempt.comments} trans={trans} />
      <MissingNote missing={view.missing} trans={trans} onRunFromTop={actions.onRunFromTop} />
      <Hints
        latest={attempt.hint}
        hints={history.hints}
        nAttempts={view.nAttempts}
        nHints={view.nHints}
        isPassed={isPassed(attempt)}
        trans={trans}
        onRead={actions.onReadHints}
      />
    </Feedback>
  );
}

/** Whether a note of the engine only says what the note on missing things says better. */
function isSaidByMissing(note: string, { missing }: IExerciseView): boolean {
  return missing.some(({ name }) => note.includes(`\`${name}\``));
}

function verdict(view: IExerciseView, attempt: IAttemptView, trans: TranslationBundle): string {
  const words = verdictWords(attempt, trans);
  const isBest = (attempt.points ?? 0) >= view.points;
  // Beside the points of the best attempt, or a Check under way, an older result would mislead.
  return view.phase.kind === 'idle' && isBest ? words : trans.__('Latest result: %1', words);
}

function sentences(
  { phase, problems, state, trouble, watched }: IExerciseView,
  trans: TranslationBundle
): string[] {
  return [
    ...problems,
    ...(phase.kind === 'checking' && watched?.trouble ? [watched.trouble] : []),
    ...(state === 'given_up'
      ? [trans.__('You have given up this exercise: attempts give no points any more.')]
      : []),
    ...(trouble === null ? [] : [trans.__('What you did before is not shown yet. %1', trouble)])
  ];
}
