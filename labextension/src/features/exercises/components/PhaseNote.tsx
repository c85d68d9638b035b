import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { asSentence, serverWords } from '../../../shared/failure';
import type { CheckPhase } from '../state';
import { Countdown } from './Countdown';

export interface IPhaseNoteProps {
  readonly phase: CheckPhase;
  readonly trans: TranslationBundle;
  /** Bring the notebook up to date; null where nothing can. */
  readonly onUpdate: (() => void) | null;
}

/** What became of a Check that has no result yet: what happened, what is safe, what to do. */
export function PhaseNote({ phase, trans, onUpdate }: IPhaseNoteProps): React.JSX.Element | null {
  switch (phase.kind) {
    case 'waiting':
      return <Countdown until={phase.until} isDurable={phase.isDurable} trans={trans} />;
    case 'kept':
      return <Sentences sentences={keptSentences(phase, trans)} />;
    case 'refused':
      return (
        <>
          <Sentences sentences={refusedSentences(phase, trans)} />
          {phase.isOutdated && onUpdate !== null && (
            <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onUpdate}>
              {trans.__('Bring up to date')}
            </Button>
          )}
        </>
      );
    default:
      return null;
  }
}

/** Sentences below each other. */
export function Sentences({ sentences }: { sentences: readonly string[] }): React.JSX.Element {
  return (
    <>
      {sentences.map(sentence => (
        <p key={sentence} className="jp-Hybrid-ExerciseBar-sentence">
          {sentence}
        </p>
      ))}
    </>
  );
}

function keptSentences(
  { isDurable, words }: Extract<CheckPhase, { kind: 'kept' }>,
  trans: TranslationBundle
): string[] {
  const kept = isDurable
    ? [trans.__('Kept here. It will be sent and checked when the connection is back.')]
    : [
        trans.__('Kept in this window only, because the browser keeps nothing.'),
        trans.__('Leave the window open: it will be sent when the connection is back.')
      ];
  return words === null ? kept : [...kept, serverWords(words, trans)];
}

function refusedSentences(
  { words, isOutdated }: Extract<CheckPhase, { kind: 'refused' }>,
  trans: TranslationBundle
): string[] {
  return [
    trans.__('The server did not take it: %1', asSentence(words)),
    trans.__('Your answer is safe in this notebook.'),
    ...(isOutdated
      ? [
          trans.__(
            'The course may have changed: bring this notebook up to date, then press Check again.'
          )
        ]
      : [])
  ];
}
