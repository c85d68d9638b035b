/** A text in three parts: what it shares with another at both ends, and what differs. */
export interface IDifference {
  readonly before: string;
  readonly different: string;
  readonly after: string;
}

/** Where two texts differ: each one's own part between what both begin and both end with. */
export function difference(one: string, other: string): [IDifference, IDifference] {
  const a = Array.from(one);
  const b = Array.from(other);
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  return [cut(a, start, end), cut(b, start, end)];
}

function cut(text: readonly string[], start: number, end: number): IDifference {
  return {
    before: text.slice(0, start).join(''),
    different: text.slice(start, text.length - end).join(''),
    after: text.slice(text.length - end).join('')
  };
}
