import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it, vi } from 'vitest';

import { HybridApi, requestDeadline } from '../client';

const EXERCISE = { course: 'c', module: 'm', step: 's', exercise: 'mean' };
const ATTEMPT = { id: 'x', release: 'a'.repeat(64), answers: { mean: '1' } };

function apiOf(answer: (request: Request) => Promise<Response>): HybridApi {
  return new HybridApi(
    ServerConnection.makeSettings({
      baseUrl: 'http://localhost/',
      fetch: async request => answer(request as Request)
    })
  );
}

describe('a request', () => {
  it('of a Check is given up at last, so that it can be sent again', async () => {
    const signals: AbortSignal[] = [];
    const api = apiOf(async ({ signal }) => {
      signals.push(signal);
      return Promise.reject(new DOMException('timed out', 'TimeoutError'));
    });

    await expect(api.createAttempt(EXERCISE, ATTEMPT)).rejects.toMatchObject({
      name: 'NetworkError'
    });
    expect(signals).toHaveLength(1);
  });

  it('for one attempt, or to take it back, goes to its own address', async () => {
    const asked: string[] = [];
    const api = apiOf(async ({ method, url }) => {
      asked.push(`${method} ${new URL(url).pathname}`);
      return Promise.resolve(new Response('{}'));
    });

    await api.attempt(EXERCISE, 'a/b');
    await api.cancelAttempt(EXERCISE, 'x');

    const attempts = '/hybrid/api/courses/c/modules/m/steps/s/exercises/mean/attempts';
    expect(asked).toEqual([`GET ${attempts}/a%2Fb`, `DELETE ${attempts}/x`]);
  });

  it('that changes something is given up at last as well', async () => {
    const limit = vi.spyOn(AbortSignal, 'timeout');
    const api = apiOf(async () => Promise.resolve(new Response('{}')));
    const step = { course: 'c', module: 'm', step: 's' };

    await api.markStep(step, { is_done: true });
    await api.resetStep(step);
    await api.updateStep(step, 'merge');
    await api.openStep(step);
    await api.enrol('c', null);

    expect(limit).toHaveBeenCalledTimes(5);
    limit.mockRestore();
  });

  it('for who is asking is sent once for all that ask at once', async () => {
    let n = 0;
    const api = apiOf(async () => {
      n += 1;
      return Promise.resolve(new Response(JSON.stringify({ name: 'eva' })));
    });

    const people = await Promise.all([api.me(), api.me()]);
    await api.me();

    expect(people.map(({ name }) => name)).toEqual(['eva', 'eva']);
    expect(n).toBe(2);
  });

  it('that is cut in the middle of its answer did not reach the server', async () => {
    const body = new ReadableStream({
      start: controller => {
        controller.error(new TypeError('network error'));
      }
    });
    const api = apiOf(async () => Promise.resolve(new Response(body)));

    await expect(api.course('c')).rejects.toMatchObject({ name: 'NetworkError' });
  });

  it('tells what a proxy says of when the same may be tried again', async () => {
    const headers = { 'Retry-After': '7' };
    const api = apiOf(async () =>
      Promise.resolve(new Response('<p>slow down</p>', { status: 429, headers }))
    );

    await expect(api.createAttempt(EXERCISE, ATTEMPT)).rejects.toMatchObject({ retryAfterS: 7 });
  });

  it.each(['null', '[]', '3', '"x"', '{"message": 3, "code": null, "retry_after_s": "x"}'])(
    'that was refused with the body %s is refused, and not tried for ever',
    async body => {
      const api = apiOf(async () =>
        Promise.resolve(new Response(body, { status: 403, statusText: 'Forbidden' }))
      );

      await expect(api.courses()).rejects.toMatchObject({
        name: 'HybridError',
        message: '403 Forbidden',
        code: 'unknown',
        isTemporary: false,
        retryAfterS: null
      });
    }
  );

  it('tells when the same may be tried again', async () => {
    const said = { code: 'too_many', message: 'wait', field: 'exercise', retry_after_s: 12.5 };
    const api = apiOf(async () =>
      Promise.resolve(new Response(JSON.stringify(said), { status: 429 }))
    );

    await expect(api.createAttempt(EXERCISE, ATTEMPT)).rejects.toMatchObject({
      name: 'HybridError',
      retryAfterS: 12.5
    });
  });
});

describe('requestDeadline', () => {
  it('leaves time for grading, and for 256 kbit/s', () => {
    expect(requestDeadline(0)).toBe(60_000);
    expect(requestDeadline(320_000)).toBe(80_000);
  });
});
