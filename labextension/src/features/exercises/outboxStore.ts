import type { IExerciseKey, INewAttempt } from '../../api/types';
import { isCellId, isKey, isRecord } from '../../shared/stepRelease';

/** How long the server wants to be left alone with an exercise, by this computer's clock. */
export interface IPause {
  /** Milliseconds, as `Date.now()` gives them. */
  readonly until: number;
  readonly lengthMs: number;
}

/** A Check that the server has not acknowledged yet. */
export interface IOutboxEntry {
  /** The attempt's id; sending the entry again is the same attempt. */
  readonly id: string;
  readonly exercise: IExerciseKey;
  readonly attempt: INewAttempt;
  /** Milliseconds, as `Date.now()` gives them. */
  readonly pressedAt: number;
  /** Not there unless the server asked for it. */
  readonly pause?: IPause;
}

/** Where unacknowledged Checks wait. */
export interface IOutboxStore {
  /** Whether what is put here outlives the window. */
  readonly isDurable: boolean;
  put(entry: IOutboxEntry): Promise<void>;
  has(id: string): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** Oldest first. */
  all(): Promise<IOutboxEntry[]>;
}

/** A store for browsers that keep nothing, for example in a private window. */
export class MemoryStore implements IOutboxStore {
  readonly isDurable = false;

  put(entry: IOutboxEntry): Promise<void> {
    this._entries.set(entry.id, entry);
    return Promise.resolve();
  }

  has(id: string): Promise<boolean> {
    return Promise.resolve(this._entries.has(id));
  }

  delete(id: string): Promise<void> {
    this._entries.delete(id);
    return Promise.resolve();
  }

  all(): Promise<IOutboxEntry[]> {
    return Promise.resolve([...this._entries.values()]);
  }

  private readonly _entries = new Map<string, IOutboxEntry>();
}

const ENTRIES = 'entries';

/** A store in the browser's own database, shared by all tabs of one person on one server. */
export class IndexedDbStore implements IOutboxStore {
  readonly isDurable = true;

  private constructor(private readonly _database: IDBDatabase) {
    // A tab with a newer version of the extension must not wait for this one to be closed.
    _database.onversionchange = () => {
      _database.close();
    };
  }

  /** Open the store `name`. Rejects where the browser keeps nothing. */
  static async open(factory: IDBFactory, name: string): Promise<IndexedDbStore> {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: 'id' });
    };
    return new IndexedDbStore(await answerOf(request));
  }

  async put(entry: IOutboxEntry): Promise<void> {
    await this._change(entries => entries.put(entry));
  }

  async has(id: string): Promise<boolean> {
    return (await answerOf(this._entries('readonly').count(id))) > 0;
  }

  async delete(id: string): Promise<void> {
    await this._change(entries => entries.delete(id));
  }

  async all(): Promise<IOutboxEntry[]> {
    const found: unknown[] = await answerOf(this._entries('readonly').getAll());
    return found.filter(isEntry).sort((one, other) => one.pressedAt - other.pressedAt);
  }

  private _entries(mode: IDBTransactionMode): IDBObjectStore {
    return this._database.transaction(ENTRIES, mode).objectStore(ENTRIES);
  }

  private async _change(change: (entries: IDBObjectStore) => IDBRequest): Promise<void> {
    const entries = this._entries('readwrite');
    change(entries);
    // A request that succeeded is not on the disk before its transaction is complete.
    await inTime((resolve: (value: null) => void, reject) => {
      const { transaction } = entries;
      transaction.oncomplete = () => {
        resolve(null);
      };
      transaction.onabort = () => {
        reject(transaction.error ?? new Error('the database gave up'));
      };
    });
  }
}

async function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return inTime<T>((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the database refused'));
    };
  });
}

/** Some browsers' databases hang until they are started anew: a Check must not wait for that. */
const DEADLINE_MS = 3_000;

async function inTime<T>(
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void
): Promise<T> {
  let timer: number | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => {
      reject(new Error('the database does not answer'));
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([new Promise<T>(begin), late]);
  } finally {
    window.clearTimeout(timer);
  }
}

/** Another version of the extension may have written what is read here. */
function isEntry(value: unknown): value is IOutboxEntry {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.pressedAt !== 'number') {
    return false;
  }
  return (
    isExerciseKey(value.exercise) &&
    isRecord(value.attempt) &&
    isRecord(value.attempt.answers) &&
    (value.pause === undefined || isPause(value.pause))
  );
}

function isPause(value: unknown): value is IPause {
  return isRecord(value) && Number.isFinite(value.until) && Number.isFinite(value.lengthMs);
}

/** Whether a value is the address of an exercise. */
export function isExerciseKey(value: unknown): value is IExerciseKey {
  return (
    isRecord(value) &&
    isKey(value.course) &&
    isKey(value.module) &&
    isKey(value.step) &&
    isCellId(value.exercise)
  );
}
