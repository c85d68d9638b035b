/** What stands between two marker lines. */
export type Region = 'SOLUTION' | 'HIDDEN TESTS';

/** Part of a text, as offsets; empty for all of it. */
export interface ISelection {
  readonly start: number;
  readonly end: number;
}

/** A text to put in at an offset of the text as it is. */
export interface IInsertion {
  readonly at: number;
  readonly text: string;
}

const MARKER = /^\s*#+\s*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)/;

/**
 * The two lines that put whole selected lines between markers, or null if some are there already.
 *
 * The markers stand as far in as the least indented of the lines, because nbgrader puts what
 * stands in for a solution where `BEGIN SOLUTION` stands.
 */
export function wrap(
  source: string,
  { start, end }: ISelection,
  region: Region
): readonly [IInsertion, IInsertion] | null {
  const isAll = start === end;
  const from = isAll ? 0 : source.lastIndexOf('\n', start - 1) + 1;
  // A selection that ends at the beginning of a line does not hold that line.
  const last = isAll ? source.length : end > start && source[end - 1] === '\n' ? end - 1 : end;
  const next = source.indexOf('\n', last);
  const to = isAll || next === -1 ? source.length : next;
  if (isInRegion(source.slice(0, from)) || hasMarker(source.slice(from, to))) {
    return null;
  }
  const indent = indentOf(source.slice(from, to));
  return [
    { at: from, text: `${indent}### BEGIN ${region}\n` },
    { at: to, text: `\n${indent}### END ${region}` }
  ];
}

/** Whether a text holds hidden tests. */
export function hasHiddenTests(source: string): boolean {
  return /^.*BEGIN HIDDEN TESTS/m.test(source);
}

function hasMarker(text: string): boolean {
  return text.split('\n').some(line => MARKER.test(line));
}

function isInRegion(above: string): boolean {
  const markers = above.split('\n').filter(line => MARKER.test(line));
  return markers.length > 0 && markers[markers.length - 1].includes('BEGIN');
}

function indentOf(text: string): string {
  const indents = text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => line.slice(0, line.length - line.trimStart().length));
  return indents.reduce(
    (least, indent) => (indent.length < least.length ? indent : least),
    indents[0] ?? ''
  );
}
