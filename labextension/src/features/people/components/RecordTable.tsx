import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { DateWords } from '../../../shared/dates';
import type { CellValue } from '../recordTable';
import { columnWords, recordTable } from '../recordTable';

export interface IRecordTableProps {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly label: string;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
}

/** Records as a table that scrolls sideways by itself where it is too wide. */
export function RecordTable({
  records,
  label,
  trans,
  dates
}: IRecordTableProps): React.JSX.Element {
  const { columns, rows } = recordTable(records);
  return (
    <div className="jp-Hybrid-MyData-scroll" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {columnWords(trans, column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={columns[column]}>
                  <Value value={value} trans={trans} dates={dates} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface IValueProps {
  readonly value: CellValue;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
}

function Value({ value, trans, dates }: IValueProps): React.JSX.Element {
  switch (value.kind) {
    case 'nothing':
      return <span>{trans.__('–')}</span>;
    case 'text':
      return <span>{value.text}</span>;
    case 'flag':
      return <span>{value.isSet ? trans.__('yes') : trans.__('no')}</span>;
    case 'moment':
      return <time dateTime={value.moment}>{dates.full(value.moment)}</time>;
    case 'folded':
      return (
        <details>
          <summary>{trans._n('%1 entry', '%1 entries', value.parts.length)}</summary>
          <dl>
            {value.parts.map(({ name, text }) => (
              <React.Fragment key={name}>
                <dt>{name}</dt>
                <dd>
                  <pre>{text}</pre>
                </dd>
              </React.Fragment>
            ))}
          </dl>
        </details>
      );
  }
}
