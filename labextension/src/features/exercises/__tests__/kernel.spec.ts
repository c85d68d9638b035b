import { describe, expect, it, vi } from 'vitest';

import type { IMissing } from '../../../api/types';
import type { IAskedKernel } from '../kernel';
import { kernelHas, questionFor } from '../kernel';

const ORDERS: IMissing = { kind: 'variable', name: 'orders', cell: 'a' };

interface IAsked {
  readonly kernel: IAskedKernel;
  readonly requests: unknown[];
}

function kernel(said: unknown, status = 'idle', language = 'python'): IAsked {
  const requests: unknown[] = [];
  const data = { status: 'ok', data: { 'text/plain': said }, metadata: {} };
  const content = {
    status: 'ok',
    execution_count: 1,
    user_expressions: { has: data },
    payload: []
  };
  return {
    requests,
    kernel: {
      status,
      info: Promise.resolve({ language_info: { name: language } }),
      requestExecute: (request: unknown) => {
        requests.push(request);
        return { done: Promise.resolve({ content }) };
      }
    } as unknown as IAskedKernel
  };
}

describe('kernelHas', () => {
  it.each([
    ['True', true],
    ['False', false],
    ['<img>', null],
    [undefined, null]
  ])('reads the answer %s', async (said, expected) => {
    expect(await kernelHas(kernel(said).kernel, ORDERS)).toBe(expected);
  });

  it('runs no code of the learner, and leaves no trace', async () => {
    const { kernel: asked, requests } = kernel('True');

    await kernelHas(asked, ORDERS);

    expect(requests).toEqual([
      {
        code: '',
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false,
        user_expressions: { has: "'orders' in globals()" }
      }
    ]);
  });

  it.each([
    ['a busy kernel', kernel('True', 'busy')],
    ['a kernel of another language', kernel('True', 'idle', 'R')]
  ])('does not ask %s', async (_, { kernel: asked, requests }) => {
    expect(await kernelHas(asked, ORDERS)).toBeNull();
    expect(requests).toEqual([]);
  });

  it('does without a kernel', async () => {
    expect(await kernelHas(null, ORDERS)).toBeNull();
  });

  it('does not wait for one that does not answer', async () => {
    vi.useFakeTimers();
    const { kernel: asked } = kernel('True');
    const hanging = { ...asked, info: new Promise(() => undefined) } as unknown as IAskedKernel;

    const answer = kernelHas(hanging, ORDERS);
    await vi.advanceTimersByTimeAsync(3_000);

    expect(await answer).toBeNull();
    vi.useRealTimers();
  });
});

describe('questionFor', () => {
  it.each([
    ['variable', "x') or exit() #"],
    ['variable', 'a.b'],
    ['variable', ''],
    ['variable', '__import__("os")'],
    ['import', 'os; exit()'],
    ['import', 'a..b'],
    ['file', ''],
    ['file', 'a\0b']
  ] as const)('asks nothing about a strange name: %s %s', (kind, name) => {
    expect(questionFor({ kind, name, cell: 'a' })).toBeNull();
  });

  it('imports no module to see whether it is there', () => {
    expect(questionFor({ kind: 'import', name: 'pandas.io', cell: 'a' })).toBe(
      "'pandas.io' in __import__('sys').modules"
    );
    expect(questionFor({ kind: 'import', name: 'pandas', cell: 'a' })).toBe(
      "'pandas' in __import__('sys').modules or __import__('importlib.util').util.find_spec('pandas') is not None"
    );
  });

  it.each([
    ["data/it's.csv", 'data/it\\U00000027s.csv'],
    ['a\\b', 'a\\U0000005cb'],
    ['a\nb', 'a\\U0000000ab'],
    ['größe.csv', 'gr\\U000000f6\\U000000dfe.csv'],
    ['📈.csv', '\\U0001f4c8.csv']
  ])('writes a path that cannot end its literal: %s', (name, literal) => {
    expect(questionFor({ kind: 'file', name, cell: 'a' })).toBe(
      `__import__('os').path.exists('${literal}')`
    );
  });
});
