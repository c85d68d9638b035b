import type { TranslationBundle } from '@jupyterlab/translation';
import { Button } from '@jupyterlab/ui-components';
import React from 'react';

import { ErrorNote } from '../../../shared/ErrorNote';
import type { DateWords } from '../../../shared/dates';
import type { Loaded } from '../../../shared/loaded';
import { RecordTable } from './RecordTable';

type IRecords = readonly Readonly<Record<string, unknown>>[];

/** What the page shows. */
export interface IMyRecords {
  /** The name that it is stored under. */
  readonly person: string;
  readonly exported_at: string;
  readonly enrolments: IRecords;
  readonly steps: IRecords;
  readonly attempts: IRecords;
  readonly given_up: IRecords;
  readonly sessions: IRecords;
}

export interface IMyDataViewProps {
  readonly data: Loaded<IMyRecords>;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  readonly onRefresh: () => void;
  readonly onDownload: () => void;
}

/** Everything that is stored about a person, table by table. */
export function MyDataView(props: IMyDataViewProps): React.JSX.Element {
  const { data, trans, onRefresh } = props;
  return (
    <>
      <h2>{trans.__('Everything stored about me')}</h2>
      {data.kind === 'loading' && <p role="status">{trans.__('Reading what is stored…')}</p>}
      {data.kind === 'failed' && (
        <ErrorNote
          what={trans.__('What is stored about you could not be read. %1', data.words)}
          safe={trans.__('Nothing was changed.')}
          trans={trans}
          onRetry={onRefresh}
        />
      )}
      {data.kind === 'ready' && <Records {...props} records={data.value} />}
    </>
  );
}

interface IRecordsProps extends IMyDataViewProps {
  readonly records: IMyRecords;
}

function Records(props: IRecordsProps): React.JSX.Element {
  const { records, trans, dates, onRefresh, onDownload } = props;
  return (
    <>
      <p>
        {trans.__(
          'This is all that the server of your courses keeps under your name, %1. It is stored on this server, and nobody else gets it: no other service is told anything.',
          records.person
        )}
      </p>
      <p>{trans.__('Read %1.', dates.dayAndTime(records.exported_at))}</p>
      <div className="jp-Hybrid-MyData-buttons">
        <Button className="jp-mod-styled jp-mod-accept jp-Hybrid-Button" onClick={onDownload}>
          {trans.__('Download')}
        </Button>
        <Button className="jp-mod-styled jp-Hybrid-Button" onClick={onRefresh}>
          {trans.__('Read again')}
        </Button>
      </div>
      {sections(records, trans).map(({ title, records: found }) => (
        <section key={title} aria-label={title}>
          <h3>{trans.__('%1 (%2)', title, found.length)}</h3>
          {found.length === 0 ? (
            <p>{trans.__('Nothing is stored here.')}</p>
          ) : (
            <RecordTable records={found} label={title} trans={trans} dates={dates} />
          )}
        </section>
      ))}
    </>
  );
}

interface ISection {
  readonly title: string;
  readonly records: IRecords;
}

function sections(records: IMyRecords, trans: TranslationBundle): readonly ISection[] {
  return [
    { title: trans.__('Courses you take'), records: records.enrolments },
    { title: trans.__('Steps you opened'), records: records.steps },
    { title: trans.__('Attempts'), records: records.attempts },
    { title: trans.__('Exercises you gave up'), records: records.given_up },
    { title: trans.__('Live sessions you presented'), records: records.sessions }
  ];
}
