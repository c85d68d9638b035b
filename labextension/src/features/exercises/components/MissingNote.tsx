import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { Prose } from '../../../shared/Prose';
import { missingWords } from '../missingWords';
import type { IMissingView } from '../state';

export interface IMissingNoteProps {
  readonly missing: readonly IMissingView[];
  readonly trans: TranslationBundle;
  /** Restart the kernel and run all cells; null where nothing can. */
  readonly onRunFromTop: (() => void) | null;
}

/** Why an answer can pass in the learner's notebook and not where it is checked. */
export function MissingNote(props: IMissingNoteProps): React.JSX.Element | null {
  const { missing, trans, onRunFromTop } = props;
  const isStale = missing.some(({ kind, isInKernel }) => kind === 'variable' && isInKernel);
  return missing.length === 0 ? null : (
    <div className="jp-Hybrid-Missing">
      {missing.map(thing => (
        <p key={`${thing.kind} ${thing.name}`}>
          <Prose text={missingWords(thing, trans)} />
        </p>
      ))}
      {isStale && onRunFromTop !== null && (
        <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onRunFromTop}>
          {trans.__('Restart and run all')}
        </Button>
      )}
    </div>
  );
}
