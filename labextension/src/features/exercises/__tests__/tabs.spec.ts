import { afterEach, describe, expect, it } from 'vitest';

import type { ISettled } from '../tabs';
import { BrowserTabs } from '../tabs';
import { exerciseKey, settled, uuid } from './fakes';

/** The browser's lock manager, as far as it is used. */
function fakeLocks(): LockManager {
  const held = new Set<string>();
  const request = async (
    name: string,
    _: LockOptions,
    task: (lock: Lock | null) => Promise<void>
  ): Promise<void> => {
    if (held.has(name)) {
      await task(null);
      return;
    }
    held.add(name);
    try {
      await task({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { request, query: async () => Promise.resolve({}) } as unknown as LockManager;
}

describe('BrowserTabs', () => {
  const open: BrowserTabs[] = [];

  function tab(locks?: LockManager): BrowserTabs {
    const tabs = new BrowserTabs(locks);
    open.push(tabs);
    return tabs;
  }

  afterEach(() => {
    open.splice(0).forEach(tabs => {
      tabs.dispose();
    });
  });

  it('lets one of them have a name at a time', async () => {
    const locks = fakeLocks();
    let finish: () => void = () => undefined;
    const first = tab(locks).exclusively('x', async () => new Promise(done => (finish = done)));

    const second = await tab(locks).exclusively('x', async () => Promise.reject(new Error('ran')));
    finish();

    expect(second).toBe(false);
    expect(await first).toBe(true);
    expect(await tab(locks).exclusively('x', async () => Promise.resolve())).toBe(true);
  });

  it('runs the task where the browser has no locks', async () => {
    let nRuns = 0;

    const isOurs = await tab().exclusively('x', async () => {
      nRuns++;
      return Promise.resolve();
    });

    expect(isOurs).toBe(true);
    expect(nRuns).toBe(1);
  });

  it('tells the others, and not itself', async () => {
    const [one, other] = [tab(), tab()];
    const heard: [string, ISettled][] = [];
    one.listen(message => heard.push(['one', message]));
    other.listen(message => heard.push(['other', message]));

    one.tell({ id: uuid(1), exercise: exerciseKey() });
    await expect.poll(() => heard).toEqual([['other', { id: uuid(1), exercise: exerciseKey() }]]);
  });

  it('does not hear what is no message of ours', async () => {
    const listening = tab();
    const heard: ISettled[] = [];
    listening.listen(message => heard.push(message));
    const channel = new BroadcastChannel('jupyter-hybrid:outbox');

    channel.postMessage('hello');
    channel.postMessage({ id: uuid(1), exercise: { ...exerciseKey(), course: '../x' } });
    channel.postMessage({ id: uuid(2), exercise: exerciseKey() });
    await expect.poll(() => heard.map(({ id }) => id)).toEqual([uuid(2)]);
    await settled();

    channel.close();
  });
});
