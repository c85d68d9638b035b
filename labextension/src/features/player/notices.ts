import type { TranslationBundle } from '@jupyterlab/translation';

import { failureWords } from '../../shared/failure';
import type { IKnownCourse } from './outlines';
import type { Outcome } from './replacements';
import type { IButtonView, INoticeView, PlayedKind, PlayerAction } from './state';
import { outcomeWords } from './words';

/** What there may be to say about a step that is open. */
export interface INews {
  readonly known: IKnownCourse;
  /** Whether the course has no such step any more. */
  readonly isRemoved: boolean;
  readonly kind: PlayedKind;
  /** Whether there is a newer release than that of the notebook. */
  readonly isOutdated: boolean;
  readonly isCopy: boolean;
  /** Whether a mark waits for the server. */
  readonly isMarkKept: boolean;
  /** Why the server did not take a mark, or null. */
  readonly refusal: unknown;
  readonly outcome: Outcome | null;
}

/** What one should know about a step, the latest first. */
export function notices(news: INews, trans: TranslationBundle): INoticeView[] {
  return [
    outcomeNotice(news, trans),
    refusalNotice(news, trans),
    courseNotice(news, trans),
    outdatedNotice(news, trans),
    copyNotice(news, trans),
    keptNotice(news, trans)
  ].filter(notice => notice !== null);
}

function outcomeNotice({ outcome }: INews, trans: TranslationBundle): INoticeView | null {
  if (outcome === null) {
    return null;
  }
  const isKept = outcome.kind === 'replaced' && outcome.replaced.kept_as !== null;
  return {
    key: 'outcome',
    tone: outcome.kind === 'replaced' ? 'info' : 'warning',
    words: outcomeWords(outcome, trans),
    buttons: [
      ...(isKept ? [button('open_kept', trans.__('Open my copy'))] : []),
      button('dismiss', trans.__('Close'))
    ]
  };
}

function refusalNotice({ refusal }: INews, trans: TranslationBundle): INoticeView | null {
  return refusal === null
    ? null
    : {
        key: 'refusal',
        tone: 'warning',
        words: trans.__('Your mark was not taken. %1', failureWords(refusal, trans)),
        buttons: [button('dismiss', trans.__('Close'))]
      };
}

function courseNotice(
  { known, isRemoved, kind }: INews,
  trans: TranslationBundle
): INoticeView | null {
  const words = courseWords(known, isRemoved, trans);
  if (words === null) {
    return null;
  }
  const why = known.trouble === 'refused' ? [failureWords(known.error, trans)] : [];
  return {
    key: 'course',
    tone: 'warning',
    words: [words, ...yoursWords(kind, trans), ...why].join(' '),
    buttons: []
  };
}

/** What stays with whoever reads, whatever becomes of the course. */
function yoursWords(kind: PlayedKind, trans: TranslationBundle): string[] {
  switch (kind) {
    case 'notebook':
      return [trans.__('Your notebook is yours.')];
    case 'file':
      return [trans.__('The file stays in your folder.')];
    case 'live':
      return [];
  }
}

function courseWords(
  { course, trouble }: IKnownCourse,
  isRemoved: boolean,
  trans: TranslationBundle
): string | null {
  if (trouble === 'gone') {
    return trans.__('This course is no longer offered here.');
  }
  if (trouble === 'refused') {
    return trans.__('This course is not open to you now.');
  }
  if (isRemoved) {
    return trans.__('This step is no longer part of the course.');
  }
  return trouble === 'away' && course === null
    ? trans.__('The course could not be read yet: the server cannot be reached.')
    : null;
}

function outdatedNotice({ isOutdated }: INews, trans: TranslationBundle): INoticeView | null {
  return !isOutdated
    ? null
    : {
        key: 'outdated',
        tone: 'info',
        words: trans.__('A newer version of this notebook exists. Your answers stay.'),
        buttons: [
          button(
            'merge',
            trans.__('Bring up to date'),
            trans.__(
              'Bring up to date: new cells are put into your notebook, and your answers stay'
            )
          ),
          button(
            'keep_both',
            trans.__('Keep both'),
            trans.__('Keep both: you get a fresh notebook, and yours is kept beside it')
          )
        ]
      };
}

function copyNotice({ isCopy }: INews, trans: TranslationBundle): INoticeView | null {
  return !isCopy
    ? null
    : {
        key: 'copy',
        tone: 'info',
        words: trans.__('This is a copy that you kept; the step itself is another file.'),
        buttons: [button('open_step', trans.__('Open the step'))]
      };
}

function keptNotice({ isMarkKept }: INews, trans: TranslationBundle): INoticeView | null {
  return !isMarkKept
    ? null
    : { key: 'kept', tone: 'warning', words: keptMarkWords(trans), buttons: [] };
}

/** What is said while a mark waits for the server. */
export function keptMarkWords(trans: TranslationBundle): string {
  return trans.__(
    'The server cannot be reached. Your mark is kept here and will be sent by itself.'
  );
}

function button(action: PlayerAction, label: string, name = label): IButtonView {
  return { action, label, name };
}
