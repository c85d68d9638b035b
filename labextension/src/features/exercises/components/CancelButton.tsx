import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useLayoutEffect, useRef } from 'react';

import type { IWatchedCheck } from '../watchedCheck';

export interface ICancelButtonProps {
  readonly exercise: string;
  readonly watched: IWatchedCheck;
  readonly trans: TranslationBundle;
  readonly onCancel: () => void;
}

/** Takes a Check back; when it goes with the focus on it, the focus goes to Check. */
export function CancelButton(props: ICancelButtonProps): React.JSX.Element {
  const { exercise, watched, trans, onCancel } = props;
  const { isCancelling } = watched;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const node = button.current;
    return () => {
      if (node !== null && node === node.ownerDocument.activeElement) {
        node.closest('section')?.querySelector<HTMLElement>('.jp-Hybrid-Check')?.focus();
      }
    };
  }, []);
  return (
    <button
      ref={button}
      type="button"
      className="jp-mod-styled jp-Hybrid-Button"
      aria-label={trans.__('Cancel the check of exercise %1', exercise)}
      // Not `disabled`: the focus would be lost.
      aria-disabled={isCancelling}
      onClick={isCancelling ? undefined : onCancel}
    >
      {isCancelling ? trans.__('Cancelling…') : trans.__('Cancel')}
    </button>
  );
}
