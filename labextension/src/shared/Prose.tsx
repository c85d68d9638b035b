import React from 'react';

/** An author's sentence; what stands in backticks is shown as code. */
export function Prose({ text }: { text: string }): React.JSX.Element {
  // Every second part stood between two backticks; one that was never closed stays as it is.
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <code key={index}>{part}</code> : <span key={index}>{part}</span>
      )}
    </>
  );
}
