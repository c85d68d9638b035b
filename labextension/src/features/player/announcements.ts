import type { TranslationBundle } from '@jupyterlab/translation';

import { failureWords } from '../../shared/failure';
import type { MarkEvent, StepMarks } from './marks';
import type { PlayerModel } from './model';
import { keptMarkWords } from './notices';
import type { Replacements } from './replacements';
import { outcomeWords } from './words';

/** Notices that nobody asked for; the others are said when they come about. */
const UNASKED = ['course', 'outdated', 'copy'];

/** Say once in words what becomes of marks and replacements. */
export function announceEvents(
  marks: StepMarks,
  replacements: Replacements,
  trans: TranslationBundle,
  say: (sentence: string) => void
): void {
  let isAway = false;
  marks.happened.connect((_, event) => {
    const words = markWords(event, isAway, trans);
    isAway = event.kind === 'kept' && (isAway || event.mark.is_done !== undefined);
    if (words !== null) {
      say(words);
    }
  });
  replacements.finished.connect((_, outcome) => {
    say(outcomeWords(outcome, trans));
  });
}

/** Say once each thing that one should know about a step that is in view. */
export function announceNotices(model: PlayerModel, say: (sentence: string) => void): void {
  const said = new Set<string>();
  const sayNew = (): void => {
    const fresh = model.notices
      .filter(({ key, words }) => UNASKED.includes(key) && !said.has(words))
      .map(({ words }) => words);
    fresh.forEach(words => said.add(words));
    if (fresh.length > 0) {
      say(fresh.join(' '));
    }
  };
  model.changed.connect(sayNew);
  sayNew();
}

/** Say a sentence once, however many steps come to say it at the same moment. */
export function sayOnceAtATime(say: (sentence: string) => void): (sentence: string) => void {
  const said = new Set<string>();
  return sentence => {
    if (!said.has(sentence)) {
      said.add(sentence);
      queueMicrotask(() => said.delete(sentence));
      say(sentence);
    }
  };
}

function markWords(event: MarkEvent, isAway: boolean, trans: TranslationBundle): string | null {
  if (event.mark.is_done === undefined) {
    return null;
  }
  switch (event.kind) {
    case 'sent':
      return event.progress.is_done
        ? trans.__('The step is marked as done.')
        : trans.__('The step is no longer marked as done.');
    case 'kept':
      return isAway ? null : keptMarkWords(trans);
    case 'refused':
      return trans.__('Your mark was not taken. %1', failureWords(event.error, trans));
  }
}
