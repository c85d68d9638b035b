import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React, { useLayoutEffect, useRef } from 'react';

export interface IErrorNoteProps {
  /** What happened. */
  readonly what: string;
  /** What is safe. */
  readonly safe: string;
  readonly trans: TranslationBundle;
  readonly onRetry: () => void;
}

/** Says what happened, what is safe, and lets you try again. */
export function ErrorNote({ what, safe, trans, onRetry }: IErrorNoteProps): React.JSX.Element {
  const note = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current: node } = note;
    return () => {
      // The note goes away with the button that was pressed: what it stood in takes the focus.
      if (node?.contains(document.activeElement)) {
        node.closest<HTMLElement>('[tabindex]')?.focus();
      }
    };
  }, []);
  return (
    <div className="jp-Hybrid-ErrorNote" role="alert" ref={note}>
      <p>{what}</p>
      <p>{safe}</p>
      <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onRetry}>
        {trans.__('Retry')}
      </Button>
    </div>
  );
}
