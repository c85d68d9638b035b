import { describe, expect, it } from 'vitest';

import { announcementWords, problemWords, verdictWords } from '../words';
import { attempt, found, test, trans } from './fakes';

const UNTOUCHED = test({ passed: false, message: 'NotImplementedError' });

describe('verdictWords', () => {
  it.each([
    ['all points', attempt(), 'Passed: 2 of 2 points.'],
    [
      'some points',
      attempt({ points: 0.5, tests: [test(), test({ passed: false })] }),
      '0.5 of 2 points. 1 of 2 tests failed.'
    ],
    [
      'one test only',
      attempt({ points: 0, tests: [test({ passed: false })] }),
      '0 of 2 points. 1 of 1 test failed.'
    ],
    [
      'an answer that was not begun',
      attempt({ points: 0, tests: [UNTOUCHED, test({ hidden: true, passed: false })] }),
      '0 of 2 points. There is no answer yet: the cell still says NotImplementedError.'
    ],
    [
      'an answer of which a part was not begun',
      attempt({ points: 0, tests: [UNTOUCHED, test()] }),
      '0 of 2 points. 1 of 2 tests failed.'
    ],
    [
      'tests that are all hidden',
      attempt({ points: 0, tests: [test({ hidden: true, passed: false })] }),
      '0 of 2 points. 1 of 1 test failed.'
    ],
    [
      'a person to wait for',
      attempt({ points: 1, needs_manual_grade: true }),
      '1 of 2 points. A person will grade the rest.'
    ],
    [
      'no grade yet',
      attempt({ state: 'queued', points: null }),
      'It is handed in and waits to be graded.'
    ],
    [
      'an engine that failed',
      attempt({ state: 'failed', points: null }),
      'It could not be graded. Your answer is kept, and this attempt does not count.'
    ]
  ])('has words for %s', (_, graded, words) => {
    expect(verdictWords(graded, trans)).toBe(words);
  });
});

describe('announcementWords', () => {
  it('says a hint without the marks around its code', () => {
    const words = announcementWords(attempt({ points: 0, hint: 'try `sum` first' }), trans);

    expect(words).toContain('Hint: try sum first');
  });

  it('does not name a test as the trouble where there is no answer yet', () => {
    const words = announcementWords(attempt({ points: 0, tests: [UNTOUCHED] }), trans);

    expect(words).toContain('There is no answer yet');
    expect(words).not.toContain('First failed');
  });

  it('never names a hidden test', () => {
    const tests = [test({ passed: false, hidden: true, name: 'secret' })];

    expect(announcementWords(attempt({ points: 0, tests }), trans)).not.toContain('secret');
  });
});

describe('problemWords', () => {
  it('names answers that are gone, doubled and retyped', () => {
    const cells = found({ mean: '1', median: '2' }).cells.map(cell => ({
      ...cell,
      isRetyped: cell.answer === 'median'
    }));

    const words = problemWords(
      { cells, free: [], duplicates: ['mean'] },
      ['gone', 'mean', 'median'],
      trans
    );

    expect(words).toEqual([
      'The cell of answer gone is gone; it is graded as it was handed out.',
      'Answer mean stands in several cells; the first one is graded.',
      'The cell of answer median has another type now; its text is graded all the same.'
    ]);
  });

  it('leaves out what later exercises ask for', () => {
    const doubled = { ...found({ mean: '1' }), duplicates: ['later'] };

    expect(problemWords(doubled, ['mean'], trans)).toEqual([]);
    expect(problemWords(doubled, null, trans)).toHaveLength(1);
  });
});
