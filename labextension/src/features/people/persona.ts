/** Query parameter and storage key under which a persona's pass travels into a tab. */
export const PERSONA = 'hybrid-persona';

/** Name of the one person of a server that only knows a token or a password. */
export const OWNER = 'owner';

/**
 * The pass of the persona that this tab looks through, or null.
 *
 * A pass in the address is moved into the tab's own storage, so that it survives a reload and does
 * not stay in the history.
 */
export function takePersona(
  location: { href: string },
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  replace: (url: string) => void
): string | null {
  const url = new URL(location.href);
  const pass = url.searchParams.get(PERSONA);
  if (pass === null) {
    return storage.getItem(PERSONA);
  }
  storage.setItem(PERSONA, pass);
  url.searchParams.delete(PERSONA);
  replace(url.toString());
  return pass;
}
