const STORAGE_KEY = 'jupyter-hybrid:presented-sessions';

/** Which session this tab presents from which notebook; survives a reload of the page. */
export class SessionMemory {
  constructor(private readonly _storage: Pick<Storage, 'getItem' | 'setItem'>) {}

  /** Key of the session that a notebook was live with, or null. */
  get(path: string): string | null {
    return this._read()[path] ?? null;
  }

  /** Keys of all sessions that are remembered. */
  get keys(): string[] {
    return Object.values(this._read());
  }

  set(path: string, key: string): void {
    this._write({ ...this._read(), [path]: key });
  }

  /** Forget a session, whatever its notebook is called now. */
  forget(key: string): void {
    const others = Object.entries(this._read()).filter(([, remembered]) => remembered !== key);
    this._write(Object.fromEntries(others));
  }

  private _read(): Record<string, string> {
    try {
      const stored: unknown = JSON.parse(this._storage.getItem(STORAGE_KEY) ?? '{}');
      return onlyTexts(stored);
    } catch {
      // somebody else's bytes, or a browser that stores nothing: go without
      return {};
    }
  }

  private _write(remembered: Record<string, string>): void {
    try {
      this._storage.setItem(STORAGE_KEY, JSON.stringify(remembered));
    } catch (error) {
      console.warn('A reload will not continue the live session: nothing can be stored.', error);
    }
  }
}

function onlyTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  const entries = Object.entries(value) as [string, unknown][];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  );
}
