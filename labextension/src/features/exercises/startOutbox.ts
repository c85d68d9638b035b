import { retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IPerson } from '../../api/types';
import type { IProgressModel } from '../progress/tokens';
import type { Outbox } from './outbox';
import type { OutboxEvent } from './outboxEvents';
import { IndexedDbStore, MemoryStore } from './outboxStore';
import { personId } from './samePerson';
import type { IClock } from '../../shared/clock';

/** Under it a tab remembers its store, whose name begins with it. */
const STORE = 'jupyter-hybrid:outbox';

export interface IKeepOptions {
  readonly api: Pick<IHybridApi, 'me'>;
  readonly progress: IProgressModel;
  readonly baseUrl: string;
  readonly clock: IClock;
  /** Called as soon as it is known whose window this is. */
  readonly know: (person: IPerson) => void;
  /** The browser's own; another in tests. */
  readonly factory?: IDBFactory;
  /** What this tab remembers over a reload; another in tests. */
  readonly memory?: Pick<Storage, 'getItem' | 'setItem'>;
}

/** Let an outbox outlive this window, send what an earlier window left, and keep progress up to date. */
export function keepOutbox(outbox: Outbox, options: IKeepOptions): void {
  const refresh = coalesced(async course => options.progress.refresh(course));
  outbox.happened.connect((_, event) => {
    const course = gradedCourse(event);
    if (course !== null) {
      refresh(course);
    }
  });
  window.addEventListener('online', () => {
    void outbox.drain();
  });
  const names = new StoreNames(options);
  void keepAsBefore(outbox, options, names.last).then(async kept =>
    adoptStore(outbox, options, { names, kept, nTries: 1 })
  );
}

/** Name of the last store of this tab, which is most likely still that of the person in front of it. */
class StoreNames {
  constructor(private readonly _options: Pick<IKeepOptions, 'baseUrl' | 'memory'>) {}

  get last(): string | null {
    try {
      const name = this._memory.getItem(STORE);
      return name?.startsWith(this._prefix) === true ? name : null;
    } catch {
      // A page in a sandbox may remember nothing.
      return null;
    }
  }

  /** The store of a person, which is this tab's last one from now on. */
  take(person: IPerson): string {
    const name = this._prefix + personId(person);
    try {
      this._memory.setItem(STORE, name);
    } catch {
      // Then a Check is kept in memory at first after the next reload.
    }
    return name;
  }

  private get _memory(): Pick<Storage, 'getItem' | 'setItem'> {
    return this._options.memory ?? window.sessionStorage;
  }

  private get _prefix(): string {
    return `${STORE}|${this._options.baseUrl}|`;
  }
}

interface INamedStore {
  readonly name: string;
  readonly store: IndexedDbStore;
}

/** Let a Check outlive the window already while the server does not say who is asking. */
async function keepAsBefore(
  outbox: Outbox,
  { factory = window.indexedDB }: IKeepOptions,
  name: string | null
): Promise<INamedStore | null> {
  if (name !== null) {
    try {
      const store = await IndexedDbStore.open(factory, name);
      await outbox.keepIn(store);
      return { name, store };
    } catch (error) {
      console.warn('jupyter-hybrid: this browser keeps nothing over a reload', error);
    }
  }
  return null;
}

interface IAdoptOptions {
  readonly names: StoreNames;
  /** The store in which the outbox waits meanwhile, if it is a durable one. */
  readonly kept: INamedStore | null;
  readonly nTries: number;
}

/**
 * Open this person's store as soon as it is known who that is.
 *
 * Until then, and where the browser keeps nothing, the outbox waits in memory and says so.
 */
async function adoptStore(
  outbox: Outbox,
  options: IKeepOptions,
  { names, kept, nTries }: IAdoptOptions
): Promise<void> {
  const { api, clock, know, factory = window.indexedDB } = options;
  let person: IPerson;
  try {
    person = await api.me();
  } catch {
    // Also where the login has run out: it will be renewed, and what waits is to be sent then.
    clock.later(retryDelay(nTries, clock.random()), () => {
      void adoptStore(outbox, options, { names, kept, nTries: nTries + 1 });
    });
    return;
  }
  know(person);
  try {
    const name = names.take(person);
    const isKept = kept?.name === name;
    await outbox.adopt(isKept ? kept.store : await IndexedDbStore.open(factory, name));
  } catch (error) {
    console.warn('jupyter-hybrid: this browser keeps nothing over a reload', error);
    await outbox.adopt(new MemoryStore());
  }
}

/** Read a course's progress once for all Checks that are answered while it is being read. */
function coalesced(refresh: (course: string) => Promise<unknown>): (course: string) => void {
  const isWanted = new Map<string, boolean>();
  const read = async (course: string): Promise<void> => {
    while (isWanted.get(course) === true) {
      isWanted.set(course, false);
      try {
        await refresh(course);
      } catch (error) {
        console.warn('jupyter-hybrid: the progress could not be read', error);
      }
    }
    isWanted.delete(course);
  };
  return course => {
    const isReading = isWanted.has(course);
    isWanted.set(course, true);
    if (!isReading) {
      void read(course);
    }
  };
}

/** The course of which an event has changed the progress, or null. */
function gradedCourse(event: OutboxEvent): string | null {
  switch (event.kind) {
    case 'settled':
      return event.exercise.course;
    case 'answered':
      return event.attempt.state === 'queued' ? null : event.attempt.course;
    case 'refused':
      // Attempts made in another browser may have used up what was allowed.
      return event.error.status === 409 ? event.entry.exercise.course : null;
    default:
      return null;
  }
}
