import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import type { IPerson } from '../../../api/types';
import { isRefusal } from '../outboxTiming';
import { SamePerson } from '../samePerson';
import { entry, FakeServer, trans } from './fakes';

const EVA: IPerson = { name: 'eva', display_name: 'Eva', roles: ['learner'], persona: null };
const BEN: IPerson = { ...EVA, name: 'ben' };

/** Tabs of a browser that tell each other who they belong to. */
class FakeChannel {
  readonly said: unknown[] = [];
  onmessage: ((message: MessageEvent<unknown>) => void) | null = null;

  postMessage(message: unknown): void {
    this.said.push(message);
  }

  hear(data: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

class Window {
  now: IPerson | Error = EVA;
  nAsked = 0;
  readonly server = new FakeServer();
  readonly channel = new FakeChannel();
  readonly same = new SamePerson({
    api: {
      me: async () => {
        this.nAsked += 1;
        return this.now instanceof Error ? Promise.reject(this.now) : Promise.resolve(this.now);
      },
      createAttempt: async (exercise, attempt) => this.server.createAttempt(exercise, attempt)
    },
    baseUrl: '/',
    channel: this.channel,
    trans
  });

  async send(): Promise<unknown> {
    const { exercise, attempt } = entry(1);
    return this.same
      .createAttempt(exercise, attempt)
      .then(() => null)
      .catch((error: unknown) => error);
  }
}

describe('a window whose Checks belong to one person', () => {
  it('asks nobody while nothing has happened', async () => {
    const eva = new Window();
    await eva.send();
    eva.same.know(EVA);
    await eva.send();

    expect(eva.nAsked).toBe(0);
    expect(eva.server.received).toHaveLength(2);
  });

  it.each([401, 403])('sends nothing as somebody else after a %i', async status => {
    const eva = new Window();
    eva.same.know(EVA);
    eva.server.answers = [new HybridError('Forbidden', 'unknown', status)];
    await eva.send();

    eva.now = BEN;
    const error = await eva.send();

    expect(eva.server.received).toHaveLength(1);
    expect(isRefusal(error)).toBe(false);
    expect((error as Error).message).toContain('signed in as somebody else');
  });

  it('sends again once it is the same person, and then asks no more', async () => {
    const eva = new Window();
    eva.same.know(EVA);
    eva.server.answers = [new HybridError('Forbidden', 'unknown', 403)];
    await eva.send();
    eva.now = BEN;
    await eva.send();

    eva.now = EVA;
    await eva.send();
    await eva.send();

    expect(eva.server.received).toHaveLength(3);
    expect(eva.nAsked).toBe(2);
  });

  it('asks when another tab belongs to somebody else, and not when it does not', async () => {
    const eva = new Window();
    eva.same.know(EVA);
    expect(eva.channel.said).toEqual([{ baseUrl: '/', person: 'eva|' }]);

    eva.channel.hear({ baseUrl: '/', person: 'eva|' });
    eva.channel.hear({ baseUrl: '/other/', person: 'ben|' });
    eva.channel.hear('?');
    await eva.send();
    expect(eva.nAsked).toBe(0);

    eva.channel.hear({ baseUrl: '/', person: 'ben|' });
    eva.now = BEN;
    await eva.send();
    expect(eva.nAsked).toBe(1);
    expect(eva.server.received).toHaveLength(1);
  });

  it('sends nothing while nobody can say who it is', async () => {
    const eva = new Window();
    eva.same.know(EVA);
    eva.channel.hear({ baseUrl: '/', person: 'ben|' });
    eva.now = new NetworkError('gone');

    expect(await eva.send()).toBe(eva.now);
    expect(eva.server.received).toEqual([]);
  });
});
