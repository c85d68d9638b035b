import type { TranslationBundle } from '@jupyterlab/translation';

import type { IAttempt, ITest } from '../../api/types';
import { asSentence } from '../../shared/failure';
import { formatPoints } from '../../shared/points';
import type { INotebookAnswers } from './answers';
import { missingWords } from './missingWords';

/** What an attempt came to, in one or two sentences. */
export function verdictWords(attempt: IAttempt, trans: TranslationBundle): string {
  if (attempt.state === 'queued') {
    return trans.__('It is handed in and waits to be graded.');
  }
  if (attempt.state === 'cancelled') {
    return trans.__('Cancelled. Your answer is kept, and this attempt does not count.');
  }
  if (attempt.state === 'failed') {
    return trans.__(
      'It could not be graded. Your answer is kept, and this attempt does not count.'
    );
  }
  if (attempt.fault !== null) {
    return [
      trans.__('The tests of this exercise are broken.'),
      trans.__('This is not your mistake, and it costs no attempt.'),
      trans.__('The reason: %1', asSentence(attempt.fault))
    ].join(' ');
  }
  const points = formatPoints(attempt.points ?? 0);
  const maxPoints = formatPoints(attempt.max_points ?? 0);
  const verdict = isPassed(attempt)
    ? trans.__('Passed: %1 of %2 points.', points, maxPoints)
    : trans.__('%1 of %2 points.', points, maxPoints);
  if (isUntouched(attempt)) {
    return [
      verdict,
      trans.__('There is no answer yet: the cell still says NotImplementedError.'),
      ...manualSentences(attempt, trans)
    ].join(' ');
  }
  return [
    verdict,
    ...failureSentences(attempt.tests, trans),
    ...manualSentences(attempt, trans)
  ].join(' ');
}

/** What a screen reader says when the result is there. */
export function announcementWords(attempt: IAttempt, trans: TranslationBundle): string {
  const sentences = [verdictWords(attempt, trans)];
  const failed = attempt.tests.find(test => !test.passed && !test.hidden);
  if (failed && attempt.fault === null && !isUntouched(attempt)) {
    sentences.push(trans.__('First failed: %1.', failed.name));
  }
  // Whether the learner's kernel has it is not known yet, and nobody should be kept waiting.
  sentences.push(
    ...attempt.missing.map(each => missingWords({ ...each, isInKernel: null }, trans))
  );
  if (attempt.hint !== null) {
    sentences.push(trans.__('Hint: %1', attempt.hint));
  }
  // the marks around code are read out one by one
  return sentences.join(' ').replace(/`/g, '');
}

/** Where in the queue a Check stands, 1 for the next one. */
export function placeWords(place: number, trans: TranslationBundle): string {
  return place === 1
    ? trans.__('Next in the queue.')
    : trans.__('Number %1 in the queue.', formatPoints(place));
}

/** Whether an attempt is one of those that the author allows. */
export function isCounted({ state, fault }: IAttempt): boolean {
  return (state === 'queued' || state === 'graded') && fault === null;
}

/** When the next Check is taken, and what becomes of this one: it may be kept in the window only. */
export function pauseWords(leftMs: number, isDurable: boolean, trans: TranslationBundle): string {
  const seconds = Math.max(1, Math.ceil(leftMs / 1_000));
  const when =
    seconds < 120 ? trans.__('%1 s', seconds) : trans.__('%1 min', Math.ceil(seconds / 60));
  return isDurable
    ? trans.__('Next check in %1; yours is kept and will be checked then.', when)
    : trans.__(
        'Next check in %1; yours is kept in this window only: leave it open, and it will be checked then.',
        when
      );
}

/** Whether an attempt was graded and has all points. */
export function isPassed(attempt: IAttempt): boolean {
  const { state, points, max_points: maxPoints } = attempt;
  return state === 'graded' && points !== null && maxPoints !== null && points >= maxPoints;
}

/** Whether nothing was written yet: every test met the line that a release puts in place of a solution. */
export function isUntouched({ tests }: IAttempt): boolean {
  const shown = tests.filter(({ hidden }) => !hidden);
  return (
    shown.length > 0 &&
    tests.every(({ passed }) => !passed) &&
    shown.every(({ message }) => message.startsWith('NotImplementedError'))
  );
}

/**
 * What is odd about the answer cells of a notebook, as sentences.
 *
 * @param expected - The answers that count for the exercise, or null if unknown.
 */
export function problemWords(
  found: INotebookAnswers,
  expected: readonly string[] | null,
  trans: TranslationBundle
): string[] {
  const there = new Set(found.cells.map(cell => cell.answer));
  const counts = (answer: string): boolean => expected?.includes(answer) ?? true;
  const missing = (expected ?? []).filter(answer => !there.has(answer));
  return [
    ...missing.map(answer =>
      trans.__('The cell of answer %1 is gone; it is graded as it was handed out.', answer)
    ),
    ...found.duplicates
      .filter(counts)
      .map(answer =>
        trans.__('Answer %1 stands in several cells; the first one is graded.', answer)
      ),
    ...found.cells
      .filter(cell => cell.isRetyped && counts(cell.answer))
      .map(cell =>
        trans.__(
          'The cell of answer %1 has another type now; its text is graded all the same.',
          cell.answer
        )
      )
  ];
}

function failureSentences(tests: readonly ITest[], trans: TranslationBundle): string[] {
  const nFailed = tests.filter(test => !test.passed).length;
  return nFailed === 0
    ? []
    : [trans._n('%2 of 1 test failed.', '%2 of %1 tests failed.', tests.length, nFailed)];
}

function manualSentences(attempt: IAttempt, trans: TranslationBundle): string[] {
  return attempt.needs_manual_grade ? [trans.__('A person will grade the rest.')] : [];
}
