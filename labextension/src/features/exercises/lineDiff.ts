import { diffArrays } from 'diff';

/** One line of two texts that are compared. */
export interface ILine {
  readonly kind: 'same' | 'added' | 'removed';
  /** Counted from 1: in the older text for a line that was removed, else in the newer one. */
  readonly number: number;
  readonly text: string;
}

/** So many equal lines in a row that they are left out. */
export interface IGap {
  readonly kind: 'gap';
  readonly nLines: number;
}

/** Beyond it two texts count as different throughout: finding the differences would take too long. */
const MOST_EDITS = 2_000;

/** What became of the lines of a text, in reading order. */
export function lineDifferences(before: string, after: string): ILine[] {
  const [older, newer] = [linesOf(before), linesOf(after)];
  const changes = diffArrays(older, newer, { maxEditLength: MOST_EDITS }) ?? [
    { value: older, removed: true, added: false },
    { value: newer, removed: false, added: true }
  ];
  const next = { older: 1, newer: 1 };
  return changes.flatMap(({ value, added, removed }) =>
    value.map((text): ILine => {
      if (removed) {
        return { kind: 'removed', number: next.older++, text };
      }
      next.older += added ? 0 : 1;
      return { kind: added ? 'added' : 'same', number: next.newer++, text };
    })
  );
}

const CONTEXT = 2;

/** The lines that differ with two equal ones around them; a gap stands for the others. */
export function withoutEqual(lines: readonly ILine[]): (ILine | IGap)[] {
  const isNear = (index: number): boolean =>
    lines
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ kind }) => kind !== 'same');
  const shown: (ILine | IGap)[] = [];
  lines.forEach((line, index) => {
    const last = shown[shown.length - 1] as ILine | IGap | undefined;
    if (isNear(index)) {
      shown.push(line);
    } else if (last?.kind === 'gap') {
      shown[shown.length - 1] = { kind: 'gap', nLines: last.nLines + 1 };
    } else {
      shown.push({ kind: 'gap', nLines: 1 });
    }
  });
  return shown;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}
