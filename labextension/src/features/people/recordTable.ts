import type { TranslationBundle } from '@jupyterlab/translation';

import { isRecord } from '../../shared/stepRelease';

/** Long, and of use to few: they stand at the end. */
const TECHNICAL: readonly string[] = ['release', 'id', 'isolation', 'trust', 'elapsed_ms'];

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A value as a table shows it. */
export type CellValue =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'flag'; readonly isSet: boolean }
  /** ISO 8601, UTC. */
  | { readonly kind: 'moment'; readonly moment: string }
  /** Too much for a line: its parts with their names, or their places in a list. */
  | { readonly kind: 'folded'; readonly parts: readonly IFoldedPart[] };

export interface IFoldedPart {
  readonly name: string;
  readonly text: string;
}

/** Records of one kind as a table. */
export interface IRecordTable {
  /** Keys, in the order in which the records name them; what is of use to few stands last. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** A table of records whose keys the server chooses; what is new there is shown as well. */
export function recordTable(records: readonly Readonly<Record<string, unknown>>[]): IRecordTable {
  const keys = [...new Set(records.flatMap(record => Object.keys(record)))];
  const columns = [
    ...keys.filter(key => !TECHNICAL.includes(key)),
    ...keys.filter(key => TECHNICAL.includes(key))
  ];
  return {
    columns,
    rows: records.map(record => columns.map(column => cellValue(record[column])))
  };
}

function cellValue(value: unknown): CellValue {
  if (value === null || value === undefined || value === '') {
    return { kind: 'nothing' };
  }
  if (typeof value === 'boolean') {
    return { kind: 'flag', isSet: value };
  }
  if (typeof value === 'string' && MOMENT.test(value)) {
    return { kind: 'moment', moment: value };
  }
  if (isRecord(value) || Array.isArray(value)) {
    const parts = Object.entries(value);
    return parts.length === 0
      ? { kind: 'nothing' }
      : { kind: 'folded', parts: parts.map(([name, part]) => ({ name, text: asText(part) })) };
  }
  return { kind: 'text', text: asText(value) };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What a column is called; a key that nobody has named yet is shown as it is. */
export function columnWords(trans: TranslationBundle, column: string): string {
  const words: Record<string, string | undefined> = {
    course: trans.__('Course'),
    module: trans.__('Module'),
    step: trans.__('Step'),
    exercise: trans.__('Exercise'),
    cohort: trans.__('Cohort'),
    display_name: trans.__('Name on the list'),
    enrolled_at: trans.__('Enrolled'),
    is_done: trans.__('Done'),
    done_at: trans.__('Done on'),
    seen_at: trans.__('Last seen'),
    cell: trans.__('Cell'),
    id: trans.__('Id'),
    release: trans.__('Release'),
    delivery: trans.__('Delivery'),
    state: trans.__('State'),
    submitted_at: trans.__('Handed in'),
    graded_at: trans.__('Graded'),
    given_up_at: trans.__('Given up'),
    points: trans.__('Points'),
    max_points: trans.__('Points at most'),
    cells: trans.__('Points by cell'),
    answers: trans.__('Answers'),
    free: trans.__('Cells of your own'),
    tests: trans.__('Tests'),
    needs_manual_grade: trans.__('Graded by a person'),
    missing: trans.__('Missing when run anew'),
    comments: trans.__('What a person said'),
    fault: trans.__('Fault of the tests'),
    practice: trans.__('Practice'),
    tampering: trans.__('Changed in Python itself'),
    isolation: trans.__('Isolation'),
    trust: trans.__('Where the tests ran'),
    elapsed_ms: trans.__('Milliseconds'),
    hint: trans.__('Hint'),
    notes: trans.__('Notes'),
    key: trans.__('Session'),
    title: trans.__('Title'),
    created_at: trans.__('Created'),
    started_at: trans.__('Started'),
    ended_at: trans.__('Ended')
  };
  return words[column] ?? column.replace(/_/g, ' ');
}
