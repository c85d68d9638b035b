import React, { useEffect, useRef } from 'react';

export interface ICodeProps {
  readonly code: string;
  readonly label: string;
  /** Write code into an element, in the notebook's colours. */
  readonly highlight: (code: string, element: HTMLElement) => void;
}

/** Code to read, in the colours of the notebook. */
export function Code({ code, label, highlight }: ICodeProps): React.JSX.Element {
  const element = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (element.current !== null) {
      highlight(code, element.current);
    }
  }, [code, highlight]);
  // It can be scrolled by keys only if it takes the focus.
  return (
    <pre ref={element} className="jp-Hybrid-Code" tabIndex={0} aria-label={label} role="region" />
  );
}
