import { describe, expect, it } from 'vitest';

import { changeSettings, readSettings } from '../settings';

describe('readSettings', () => {
  it('reads hints with and without a number of attempts', () => {
    const read = readSettings({ hints: ['weak', { text: 'strong', after: 3 }], attempts: 5 });

    expect(read.hints).toEqual([
      { text: 'weak', after: null },
      { text: 'strong', after: 3 }
    ]);
    expect(read.attempts).toBe(5);
    expect(read.pauseS).toBeNull();
  });

  it.each([undefined, 7, { hints: 'no list', attempts: 'many', solution: 'sometimes' }])(
    'takes %j for nothing said',
    hybrid => {
      expect(readSettings(hybrid)).toEqual({
        exercise: null,
        hints: [],
        attempts: null,
        pauseS: null,
        solution: null,
        giveUpAfter: null
      });
    }
  );
});

describe('changeSettings', () => {
  it('keeps what others wrote there', () => {
    const written = changeSettings({ limits: { cell_s: 5 }, odd: 1 }, { attempts: 3 });

    expect(written).toEqual({ limits: { cell_s: 5 }, odd: 1, attempts: 3 });
  });

  it('writes a hint without a number as plain text, and one without words not at all', () => {
    const hints = [
      { text: 'weak', after: null },
      { text: ' ', after: 1 },
      { text: 'strong', after: 3 }
    ];

    expect(changeSettings(undefined, { hints })).toEqual({
      hints: ['weak', { text: 'strong', after: 3 }]
    });
  });

  it('takes empty keys out, and the whole block with the last', () => {
    const block = { hints: ['x'], pause_s: 5, solution: 'never' };

    expect(changeSettings(block, { hints: [], pauseS: null })).toEqual({ solution: 'never' });
    expect(changeSettings(block, { hints: [], pauseS: null, solution: null })).toBeNull();
  });
});
