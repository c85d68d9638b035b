import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { LastAnswer } from '../lastAnswer';

const GONE = 'The server cannot be reached.';

function build() {
  const kinds: string[] = [];
  const last: LastAnswer<string> = new LastAnswer(nullTranslator.load('x'), () => {
    kinds.push(last.state.kind);
  });
  const failing = async (): Promise<string> => Promise.reject(new NetworkError('fetch failed'));
  const telling = (answer: string) => async (): Promise<string> => Promise.resolve(answer);
  return { last, kinds, failing, telling };
}

/** A question that a test answers when it likes. */
function later() {
  let answer: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return {
    question: async () => promise,
    answer: (value: string) => {
      answer(value);
    },
    fail: () => {
      fail(new HybridError('it is broken', 'invalid', 500));
    }
  };
}

describe('LastAnswer', () => {
  it('says why there is none, and asks again', async () => {
    const { last, kinds, failing, telling } = build();

    expect(await last.ask(failing)).toBe(false);
    expect(last.state).toEqual({ kind: 'failed', words: GONE });
    expect([last.failure, last.hasFailed]).toEqual([null, true]);

    expect(await last.ask(telling('new'))).toBe(true);
    expect(last.state).toEqual({ kind: 'ready', value: 'new' });
    expect(kinds).toEqual(['loading', 'failed', 'loading', 'ready']);
  });

  it('stays when asking again fails, with the reason beside it', async () => {
    const { last, failing, telling } = build();
    await last.ask(telling('old'));

    expect(await last.ask(failing)).toBe(false);

    expect(last.state).toEqual({ kind: 'ready', value: 'old' });
    expect([last.failure, last.hasFailed]).toEqual([GONE, true]);

    await last.ask(telling('new'));
    expect([last.failure, last.hasFailed]).toEqual([null, false]);
  });

  it('is not hidden by the answer to an older question, nor by its failure', async () => {
    const { last, telling } = build();
    const [old, broken] = [later(), later()];
    const asked = [last.ask(old.question), last.ask(broken.question)];

    await last.ask(telling('new'));
    old.answer('old');
    broken.fail();

    expect(await Promise.all(asked)).toEqual([false, false]);
    expect(last.state).toEqual({ kind: 'ready', value: 'new' });
    expect(last.failure).toBeNull();
  });

  it('is there as soon as the first of several questions is answered', async () => {
    const { last } = build();
    const [first, second] = [later(), later()];
    const asked = [last.ask(first.question), last.ask(second.question)];

    first.answer('first');
    expect(await asked[0]).toBe(true);
    expect(last.state).toEqual({ kind: 'ready', value: 'first' });

    second.answer('second');
    expect(await asked[1]).toBe(true);
    expect(last.state).toEqual({ kind: 'ready', value: 'second' });
  });
});
