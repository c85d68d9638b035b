import { describe, expect, it } from 'vitest';

import { personaUrl } from '../commands';
import { PERSONA, takePersona } from '../persona';

function tabStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value)
  };
}

describe('takePersona', () => {
  it('moves the pass from the address into the tab', () => {
    const storage = tabStorage();
    const addresses: string[] = [];

    const pass = takePersona(
      { href: 'http://host/lab/workspaces/hybrid-eva?hybrid-persona=p.a%2Bss&x=1' },
      storage,
      url => addresses.push(url)
    );

    expect(pass).toBe('p.a+ss');
    expect(storage.getItem(PERSONA)).toBe('p.a+ss');
    expect(addresses).toEqual(['http://host/lab/workspaces/hybrid-eva?x=1']);
  });

  it('finds the pass in the tab after a reload and leaves the address alone', () => {
    const storage = tabStorage();
    storage.setItem(PERSONA, 'pass');
    const addresses: string[] = [];

    const pass = takePersona({ href: 'http://host/lab' }, storage, url => addresses.push(url));

    expect(pass).toBe('pass');
    expect(addresses).toEqual([]);
  });

  it('finds none in a window of the owner', () => {
    expect(takePersona({ href: 'http://host/lab' }, tabStorage(), () => undefined)).toBeNull();
  });

  it('prefers a new pass to an old one', () => {
    const storage = tabStorage();
    storage.setItem(PERSONA, 'old');

    const pass = takePersona(
      { href: 'http://host/lab?hybrid-persona=new' },
      storage,
      () => undefined
    );

    expect(pass).toBe('new');
    expect(storage.getItem(PERSONA)).toBe('new');
  });
});

describe('personaUrl', () => {
  it('names a workspace of its own below the base URL and escapes the pass', () => {
    expect(personaUrl('http://host/user/eva/', 'learner', 'a+b/c=')).toBe(
      'http://host/user/eva/lab/workspaces/hybrid-learner?hybrid-persona=a%2Bb%2Fc%3D'
    );
  });

  it('is taken apart again by takePersona', () => {
    const pass = takePersona(
      { href: personaUrl('http://host/', 'learner', 'a+b/c=') },
      tabStorage(),
      () => undefined
    );

    expect(pass).toBe('a+b/c=');
  });
});
