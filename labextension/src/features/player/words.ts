import type { TranslationBundle } from '@jupyterlab/translation';

import type { IStepProgress } from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { Outcome, Replacement, Shown } from './replacements';
import type { IButtonView } from './state';
import type { INeighbour, IStepPlace } from './steps';

/** "First steps: step 2 of 5", or what can be said without the course. */
export function placeWords(place: IStepPlace | null, trans: TranslationBundle): string {
  return place === null
    ? trans.__('Course')
    : trans.__(
        '%1: step %2 of %3',
        place.module.title,
        String(place.position),
        String(place.nSteps)
      );
}

/** "3 of 4 exercises passed", or null where there is no exercise. */
export function exerciseWords(
  progress: IStepProgress | null,
  trans: TranslationBundle
): string | null {
  if (progress === null || progress.n_exercises === 0) {
    return null;
  }
  const { n_exercises: n, n_passed: nPassed } = progress;
  return trans._n('%2 of %1 exercise passed', '%2 of %1 exercises passed', n, nPassed);
}

/** The button that goes to the step before. */
export function previousButton({ title }: INeighbour, trans: TranslationBundle): IButtonView {
  return {
    action: 'previous',
    label: trans.__('Previous'),
    name: trans.__('Previous step: %1', title)
  };
}

/** The button that goes on: to the next step, the next module, or back to the course. */
export function nextButton(next: INeighbour | null, trans: TranslationBundle): IButtonView {
  if (next === null) {
    const label = trans.__('Back to the course');
    return { action: 'next', label, name: label };
  }
  return next.isOtherModule
    ? {
        action: 'next',
        label: trans.__('Next module'),
        name: trans.__('Next module: %1, beginning with %2', next.module, next.title)
      }
    : { action: 'next', label: trans.__('Next'), name: trans.__('Next step: %1', next.title) };
}

/** What is being done to a step's file. */
export function busyWords(what: Replacement, trans: TranslationBundle): string {
  switch (what) {
    case 'reset':
      return trans.__('Resetting…');
    case 'merge':
      return trans.__('Bringing it up to date…');
    case 'keep_both':
      return trans.__('Putting the new version beside yours…');
  }
}

/** What became of a reset or an update, and where one's own copy is. */
export function outcomeWords(outcome: Outcome, trans: TranslationBundle): string {
  return outcomeSentences(outcome, trans).join(' ');
}

/** The same, sentence by sentence; the first says what happened. */
export function outcomeSentences(outcome: Outcome, trans: TranslationBundle): readonly string[] {
  switch (outcome.kind) {
    case 'replaced':
      return replacedSentences(outcome, trans);
    case 'lost':
      return lostSentences(outcome.shown, trans);
    case 'removed':
      return [
        nothingDone(outcome.what, trans),
        trans.__('This step is no longer part of the course.')
      ];
    case 'unsaved':
      return [
        trans.__('What is open here could not be saved as it is, so nothing was done.'),
        trans.__('Save it, then try again.')
      ];
    case 'failed':
      return [nothingDone(outcome.what, trans), failureWords(outcome.error, trans)];
  }
}

function lostSentences(shown: Shown, trans: TranslationBundle): string[] {
  return [
    trans.__('The connection was lost before the server answered.'),
    trans.__('If your file was replaced, your copy as it was is kept beside it.'),
    ...(shown === 'shown'
      ? [trans.__('What you see is the file as it is now.')]
      : notShownSentences(shown, trans))
  ];
}

/** What to do where what is open is not what is on the disk. */
function notShownSentences(shown: Shown, trans: TranslationBundle): string[] {
  switch (shown) {
    case 'shown':
      return [];
    case 'unread':
      return [trans.__('Close this tab and open the step again to see it.')];
    case 'typed':
      return [
        trans.__('What you wrote meanwhile is still in this tab, and not saved.'),
        trans.__(
          'Copy what you need of it, then close the tab without saving and open the step again.'
        )
      ];
  }
}

function nothingDone(what: Replacement, trans: TranslationBundle): string {
  return what === 'reset'
    ? trans.__('The step was not reset; your file is as it was.')
    : trans.__('The notebook was not brought up to date; it is as it was.');
}

function replacedSentences(
  { what, replaced, shown }: Extract<Outcome, { kind: 'replaced' }>,
  trans: TranslationBundle
): string[] {
  const { kept_as: keptAs, added, removed, n_answers: nAnswers } = replaced;
  const kept = keptAs === null ? [] : [keptWords(what, keptAs, trans)];
  const notShown = notShownSentences(shown, trans);
  if (what === 'merge') {
    return [
      trans._n('%1 new cell.', '%1 new cells.', added.length),
      ...(removed.length === 0 ? [] : [removedWords(removed.length, trans)]),
      ...(nAnswers === 0
        ? []
        : [trans._n('Your answer was kept.', 'Your %1 answers were kept.', nAnswers)]),
      ...kept,
      ...notShown
    ];
  }
  const done =
    what === 'reset'
      ? trans.__('The step is as it was handed out.')
      : trans.__('This is the new version, as it was handed out.');
  return [done, ...kept, ...notShown];
}

function removedWords(nRemoved: number, trans: TranslationBundle): string {
  return trans._n(
    '%1 cell is no longer part of the course; what you wrote in it stays.',
    '%1 cells are no longer part of the course; what you wrote in them stays.',
    nRemoved
  );
}

function keptWords(what: Replacement, keptAs: string, trans: TranslationBundle): string {
  return what === 'merge'
    ? trans.__('Your copy as it was: %1.', keptAs)
    : trans.__('Your copy is kept as %1.', keptAs);
}
