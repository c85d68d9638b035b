import React, { useLayoutEffect, useRef } from 'react';

import type { IWorkCell } from '../state';

/** Show a cell in an element, and return what takes it away; whoever wrote it is not trusted. */
export type ShowWork = (cell: IWorkCell, language: string, element: HTMLElement) => () => void;

export interface IWorkProps {
  readonly label: string;
  readonly cells: readonly IWorkCell[];
  readonly language: string;
  readonly show: ShowWork;
}

/** Cells to read: text as JupyterLab renders it, code in the notebook's colours. */
export function Work({ label, cells, language, show }: IWorkProps): React.JSX.Element | null {
  return cells.length === 0 ? null : (
    <section className="jp-Hybrid-Work" aria-label={label}>
      <h4>{label}</h4>
      {cells.map((cell, index) => (
        <WorkCell key={`${String(index)} ${cell.source}`} {...{ cell, language, show, label }} />
      ))}
    </section>
  );
}

interface IWorkCellProps {
  readonly cell: IWorkCell;
  readonly label: string;
  readonly language: string;
  readonly show: ShowWork;
}

function WorkCell({ cell, label, language, show }: IWorkCellProps): React.JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const { cell_type: type, source } = cell;
  // A layout effect is taken back before its element leaves the page, as widgets need it.
  useLayoutEffect(
    () =>
      element.current === null
        ? undefined
        : show({ cell_type: type, source }, language, element.current),
    [type, source, language, show]
  );
  // It can be scrolled by keys only if it takes the focus.
  return (
    <div
      ref={element}
      className="jp-Hybrid-Work-cell"
      data-type={type}
      role="group"
      aria-label={label}
      tabIndex={0}
    />
  );
}
