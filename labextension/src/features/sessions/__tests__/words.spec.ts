import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { LiveState } from '../../../api/live/states';
import { observerWords, presenterWords, presentWords, toneOf } from '../words';

const trans = nullTranslator.load('jupyter_hybrid');
const STATES: LiveState[] = [
  'connecting',
  'waiting',
  'live',
  'left',
  'reconnecting',
  'full',
  'ended',
  'taken',
  'refused'
];

describe('the words for a connection', () => {
  it.each([
    ['live', 'live'],
    ['left', 'the presenter left'],
    ['ended', 'ended'],
    ['reconnecting', 'reconnecting…']
  ] as [LiveState, string][])('say to a learner: %s', (state, words) => {
    expect(observerWords(state, '', trans)).toBe(words);
  });

  it('tell a trainer that nothing is lost', () => {
    expect(presenterWords('reconnecting', '', trans)).toContain('nothing is lost');
  });

  it('tell a trainer about their other window', () => {
    expect(presenterWords('taken', '', trans)).toContain('another window');
  });

  it("give the server's reason", () => {
    expect(observerWords('refused', 'the ticket has expired', trans)).toContain('has expired');
  });

  it('tell a full session from too much at once by what the room says', () => {
    const reason = 'too many frames in a short time';

    expect(observerWords('full', reason, trans)).toBe(`${reason}; trying again`);
    expect(presenterWords('full', reason, trans)).toBe(`${reason}; trying again`);
    expect(observerWords('full', '', trans)).toContain('full');
  });

  it.each(STATES)('are there for everybody: %s', state => {
    expect(observerWords(state, '', trans)).not.toBe('');
    expect(presenterWords(state, '', trans)).not.toBe('');
  });

  it('count the people who are there', () => {
    expect([presentWords(null, trans), presentWords(1, trans)]).toEqual(['', '1 present']);
  });

  it('go with a tone', () => {
    expect(['live', 'left', 'ended'].map(state => toneOf(state as LiveState))).toEqual([
      'live',
      'pending',
      'over'
    ]);
  });
});
