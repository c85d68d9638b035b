import { describe, expect, it } from 'vitest';

import type { Region } from '../markers';
import { hasHiddenTests, wrap } from '../markers';

function wrapped(source: string, selected: string, region: Region = 'SOLUTION'): string | null {
  const start = selected === '' ? 0 : source.indexOf(selected);
  const insertions = wrap(source, { start, end: start + selected.length }, region);
  if (insertions === null) {
    return null;
  }
  const [before, after] = insertions;
  return (
    source.slice(0, before.at) +
    before.text +
    source.slice(before.at, after.at) +
    after.text +
    source.slice(after.at)
  );
}

const FUNCTION = 'def mean(x):\n    total = sum(x)\n    return total / len(x)\n\nmean([1])';

describe('wrap', () => {
  it('puts whole lines between markers that are indented like them', () => {
    expect(wrapped(FUNCTION, 'sum(x)\n    return')).toBe(
      'def mean(x):\n    ### BEGIN SOLUTION\n    total = sum(x)\n    return total / len(x)\n' +
        '    ### END SOLUTION\n\nmean([1])'
    );
  });

  it('takes the least indented line for the indentation', () => {
    expect(wrapped('if x:\n    a\n        b\n\n    c', '    a\n        b\n\n    c')).toBe(
      'if x:\n    ### BEGIN SOLUTION\n    a\n        b\n\n    c\n    ### END SOLUTION'
    );
  });

  it('leaves out a line that the selection only touches', () => {
    expect(wrapped('a\nb\nc', 'a\n')).toBe('### BEGIN SOLUTION\na\n### END SOLUTION\nb\nc');
  });

  it('takes the whole cell where nothing is selected', () => {
    expect(wrapped('assert f(1)\nassert f(2)', '', 'HIDDEN TESTS')).toBe(
      '### BEGIN HIDDEN TESTS\nassert f(1)\nassert f(2)\n### END HIDDEN TESTS'
    );
    expect(wrapped('', '')).toBe('### BEGIN SOLUTION\n\n### END SOLUTION');
  });

  it('does nothing within markers or around them', () => {
    const marked = 'a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc';

    expect(wrapped(marked, 'b')).toBeNull();
    expect(wrapped(marked, '')).toBeNull();
    expect(wrapped(marked, 'c')).toBe(
      `${marked.slice(0, -1)}### BEGIN SOLUTION\nc\n### END SOLUTION`
    );
  });
});

describe('hasHiddenTests', () => {
  it('looks for the marker', () => {
    expect(hasHiddenTests('x\n### BEGIN HIDDEN TESTS\n')).toBe(true);
    expect(hasHiddenTests('x')).toBe(false);
  });
});
