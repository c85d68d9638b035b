import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, checkIcon, closeIcon } from '@jupyterlab/ui-components';
import React from 'react';

import type { DryRunState } from '../dryRuns';
import type { IStripView } from '../state';
import { dryRunFailure, dryRunWords, marksWords, trustWords } from '../words';
import { LintMessageText } from './LintMessageText';

export interface ICellStripProps {
  readonly strip: IStripView;
  readonly trans: TranslationBundle;
  readonly onGoTo: (kind: 'tests' | 'answer') => void;
}

/** What a cell of a source notebook is for, and what lint and the dry run say of it. */
export function CellStripView({ strip, trans, onGoTo }: ICellStripProps): React.JSX.Element {
  const { marks, messages, dryRun, counterpart, number } = strip;
  return (
    <div role="group" aria-label={trans.__('Authoring notes of cell %1', number)}>
      <div className="jp-Hybrid-CellStrip-row">
        {marks.role !== 'none' && (
          <span className="jp-Hybrid-CellStrip-label" data-role={marks.role}>
            {marksWords(trans, strip)}
          </span>
        )}
        {counterpart !== null && (
          <Button
            className="jp-mod-styled jp-Hybrid-Button jp-Hybrid-CellStrip-button"
            onClick={() => {
              onGoTo(counterpart);
            }}
          >
            {counterpart === 'tests' ? trans.__('Go to tests') : trans.__('Go to answer')}
          </Button>
        )}
      </div>
      {messages.length > 0 && (
        <ul className="jp-Hybrid-CellStrip-messages" aria-label={trans.__('What to mend')}>
          {messages.map((message, index) => (
            <li key={index}>
              <LintMessageText message={message} trans={trans} />
            </li>
          ))}
        </ul>
      )}
      {dryRun !== null && <DryRunNote state={dryRun} trans={trans} />}
    </div>
  );
}

interface IDryRunNoteProps {
  readonly state: DryRunState;
  readonly trans: TranslationBundle;
}

function DryRunNote({ state, trans }: IDryRunNoteProps): React.JSX.Element {
  if (state.kind === 'running') {
    return (
      <p className="jp-Hybrid-DryRun" aria-busy={true}>
        {trans.__('Dry run: your solution and the untouched notebook are being graded…')}
      </p>
    );
  }
  if (state.kind === 'unsaved' || state.kind === 'failed') {
    return (
      <p className="jp-Hybrid-DryRun" data-outcome="failed">
        {dryRunFailure(trans, state)}
      </p>
    );
  }
  const { problems, reasons } = state.result;
  const Icon = problems.length === 0 ? checkIcon : closeIcon;
  return (
    <div className="jp-Hybrid-DryRun" data-outcome={problems.length === 0 ? 'sound' : 'problems'}>
      <p>
        <Icon.react tag="span" aria-hidden={true} className="jp-Hybrid-ButtonIcon" />
        <strong>
          {problems.length === 0 ? trans.__('Dry run: sound.') : trans.__('Dry run: problems.')}
        </strong>{' '}
        {dryRunWords(trans, state.result)} {trustWords(trans, state.result.trust)}
      </p>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, index) => (
            <li key={index}>{problem}</li>
          ))}
        </ul>
      )}
      {reasons.length > 0 && (
        <ul aria-label={trans.__('Why no stricter way does')}>
          {reasons.map((reason, index) => (
            <li key={index}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
