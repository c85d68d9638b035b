import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IGap, ILine } from '../lineDiff';
import { withoutEqual } from '../lineDiff';

export interface ILineDifferencesProps {
  readonly lines: readonly ILine[];
  readonly label: string;
  readonly trans: TranslationBundle;
}

const SIGNS = { added: '+', removed: '−', same: ' ' };

/** What became of a text, line by line: a sign and words besides the colour. */
export function LineDifferences(props: ILineDifferencesProps): React.JSX.Element {
  const { lines, label, trans } = props;
  const summary = differenceWords(lines, trans);
  return (
    <div className="jp-Hybrid-Differences">
      <p>{trans.__('%1: %2', label, summary)}</p>
      {lines.some(({ kind }) => kind !== 'same') && (
        <ol aria-label={trans.__('Differences of %1', label)}>
          {withoutEqual(lines).map((line, index) => (
            <Line key={index} line={line} trans={trans} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Line({
  line,
  trans
}: {
  line: ILine | IGap;
  trans: TranslationBundle;
}): React.JSX.Element {
  if (line.kind === 'gap') {
    return (
      <li className="jp-Hybrid-Difference" data-kind="gap">
        {trans._n('%1 equal line', '%1 equal lines', line.nLines)}
      </li>
    );
  }
  return (
    <li className="jp-Hybrid-Difference" data-kind={line.kind}>
      <span className="jp-Hybrid-visuallyHidden">{lineWords(line, trans)}</span>
      <span className="jp-Hybrid-Difference-number" aria-hidden={true}>
        {line.number}
      </span>
      <span className="jp-Hybrid-Difference-sign" aria-hidden={true}>
        {SIGNS[line.kind]}
      </span>
      <code>{line.text}</code>
    </li>
  );
}

function lineWords({ kind, number }: ILine, trans: TranslationBundle): string {
  switch (kind) {
    case 'added':
      return trans.__('line %1 added:', number);
    case 'removed':
      return trans.__('line %1 removed:', number);
    case 'same':
      return trans.__('line %1:', number);
  }
}

/** "2 lines added, 1 line removed". */
export function differenceWords(lines: readonly ILine[], trans: TranslationBundle): string {
  const count = (kind: ILine['kind']): number => lines.filter(line => line.kind === kind).length;
  const [nAdded, nRemoved] = [count('added'), count('removed')];
  const parts = [
    ...(nAdded > 0 ? [trans._n('%1 line added', '%1 lines added', nAdded)] : []),
    ...(nRemoved > 0 ? [trans._n('%1 line removed', '%1 lines removed', nRemoved)] : [])
  ];
  return parts.length > 0 ? parts.join(', ') : trans.__('no differences');
}
