import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ISession } from '../../../api/types';
import { LiveSessions } from '../model';

function session(key: string, state: ISession['state'] = 'live'): ISession {
  return {
    key,
    state,
    title: `Title of ${key}`,
    join_code: 'ABCDEF',
    presenter: 'owner',
    created_at: '2030-01-01T10:00:00Z',
    started_at: '2030-01-01T10:00:00Z',
    ended_at: null,
    n_present: 0,
    is_presented: true
  };
}

describe('LiveSessions', () => {
  let answer: () => Promise<ISession[]>;
  let joined: string[];
  let model: LiveSessions;

  async function poll(sessions: ISession[] | Error): Promise<void> {
    answer = () =>
      sessions instanceof Error ? Promise.reject(sessions) : Promise.resolve(sessions);
    await vi.advanceTimersByTimeAsync(120_000);
  }

  beforeEach(() => {
    vi.useFakeTimers();
    answer = () => Promise.resolve([]);
    joined = [];
    model = new LiveSessions({ sessions: async () => answer() }, async key => {
      joined.push(key);
      return Promise.resolve();
    });
  });

  afterEach(() => {
    model.dispose();
    vi.useRealTimers();
  });

  it('lists the sessions that are live, and no others', async () => {
    await poll([session('a'), session('b', 'scheduled'), session('c', 'ended')]);

    expect(model.live.map(({ key }) => key)).toEqual(['a']);
  });

  it('leaves out a session without a presenter, which is not over', async () => {
    const ended = vi.fn();
    model.ended.connect(ended);

    await poll([session('a')]);
    await poll([{ ...session('a'), is_presented: false }]);

    expect(model.live).toEqual([]);
    expect(ended).not.toHaveBeenCalled();
  });

  it('says once that a session went live', async () => {
    const changed = vi.fn();
    model.changed.connect(changed);

    await poll([session('a')]);
    await poll([session('a')]);

    expect(changed).toHaveBeenCalledTimes(1);
  });

  it.each([['ended'], ['gone']])('says that a session is over: %s', async how => {
    const ended: string[] = [];
    model.ended.connect((_, key) => ended.push(key));
    await poll([session('a'), session('b')]);

    await poll(how === 'gone' ? [session('b')] : [session('a', 'ended'), session('b')]);

    expect(ended).toEqual(['a']);
    expect(model.live.map(({ key }) => key)).toEqual(['b']);
  });

  it('keeps what it knows while the server cannot be reached', async () => {
    const ended = vi.fn();
    model.ended.connect(ended);
    await poll([session('a')]);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);

    await poll(new Error('no route'));

    expect(model.live).toHaveLength(1);
    expect(ended).not.toHaveBeenCalled();
  });

  it('asks less and less often while the server cannot be reached', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    let n = 0;
    answer = () => {
      n += 1;
      return Promise.reject(new Error('no route'));
    };

    await vi.advanceTimersByTimeAsync(120_000);

    expect(n).toBeGreaterThan(1);
    expect(n).toBeLessThan(12);
  });

  it('leaves out what this window presents, until it does no more', async () => {
    await poll([session('a')]);

    const hidden = model.hide('a');
    const again = model.hide('a');
    hidden.dispose();
    expect(model.live).toEqual([]);
    again.dispose();

    expect(model.live).toHaveLength(1);
  });

  it('knows the session that this window is in: the latest that it has not left', () => {
    const seen = [model.current];

    const first = model.attend('a');
    const second = model.attend('b');
    seen.push(model.current);
    second.dispose();
    seen.push(model.current);
    first.dispose();
    first.dispose();

    expect([...seen, model.current]).toEqual([null, 'b', 'a', null]);
  });

  it('opens the live view of a session', async () => {
    await model.join('a');

    expect(joined).toEqual(['a']);
  });
});
