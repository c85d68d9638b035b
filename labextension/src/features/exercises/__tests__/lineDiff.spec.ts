import { describe, expect, it } from 'vitest';

import { differenceWords } from '../components/LineDifferences';
import { lineDifferences, withoutEqual } from '../lineDiff';
import { trans } from './fakes';

function short(before: string, after: string): string[] {
  const signs = { same: ' ', added: '+', removed: '-' };
  return lineDifferences(before, after).map(
    ({ kind, number, text }) => `${signs[kind]}${String(number)} ${text}`
  );
}

describe('lineDifferences', () => {
  it.each([
    ['the same', 'a\nb', 'a\nb', [' 1 a', ' 2 b']],
    ['a line in the middle', 'a\nc', 'a\nb\nc', [' 1 a', '+2 b', ' 3 c']],
    ['a line that is gone', 'a\nb\nc', 'a\nc', [' 1 a', '-2 b', ' 2 c']],
    ['a changed line', 'x = 1', 'x = 2', ['-1 x = 1', '+1 x = 2']],
    ['nothing before', '', 'a', ['+1 a']],
    ['nothing after', 'a', '', ['-1 a']],
    ['other line ends', 'a\r\nb', 'a\nb', [' 1 a', ' 2 b']]
  ])('tells %s', (_, before, after, expected) => {
    expect(short(before, after)).toEqual(expected);
  });

  it('does not think for minutes about texts that share nothing', () => {
    const text = (name: string): string =>
      Array.from({ length: 20_000 }, (_, n) => `${name}${String(n)}`).join('\n');

    const lines = lineDifferences(text('a'), text('b'));

    expect(lines).toHaveLength(40_000);
    expect(lines[0]).toEqual({ kind: 'removed', number: 1, text: 'a0' });
  });
});

describe('withoutEqual', () => {
  it('leaves two equal lines around what differs', () => {
    const lines = lineDifferences('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\n4\n5\n6\n7\n8');

    expect(withoutEqual(lines).map(line => ('text' in line ? line.text : line.nLines))).toEqual([
      5,
      '6',
      '7',
      '8'
    ]);
  });
});

describe('differenceWords', () => {
  it('counts in words', () => {
    expect(differenceWords(lineDifferences('a\nb\nc', 'a\nx'), trans)).toBe(
      '1 line added, 2 lines removed'
    );
    expect(differenceWords(lineDifferences('a', 'a'), trans)).toBe('no differences');
  });
});
