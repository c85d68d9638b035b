import { beforeEach, describe, expect, it, vi } from 'vitest';

import { SessionMemory } from '../memory';

describe('SessionMemory', () => {
  beforeEach(() => {
    window.sessionStorage.clear();
  });

  it('remembers over a reload of the page', () => {
    new SessionMemory(window.sessionStorage).set('a.ipynb', 'key-a');

    const reloaded = new SessionMemory(window.sessionStorage);

    expect([reloaded.get('a.ipynb'), reloaded.get('b.ipynb')]).toEqual(['key-a', null]);
    expect(reloaded.keys).toEqual(['key-a']);
  });

  it('forgets a session under whatever name', () => {
    const memory = new SessionMemory(window.sessionStorage);
    memory.set('a.ipynb', 'key-a');
    memory.set('b.ipynb', 'key-b');

    memory.forget('key-a');

    expect(memory.keys).toEqual(['key-b']);
  });

  it.each(['{', '[]', '7', 'null', '{"a.ipynb": 7}'])(
    'goes without what it cannot read: %s',
    text => {
      const memory = new SessionMemory({ getItem: () => text, setItem: () => undefined });

      expect(memory.get('a.ipynb')).toBeNull();
    }
  );

  it('goes without a storage that is full', () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const memory = new SessionMemory({
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      }
    });

    expect(() => {
      memory.set('a.ipynb', 'key-a');
    }).not.toThrow();
  });
});
