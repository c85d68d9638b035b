import { isTemporary, retryDelay } from '../../api/retry';
import type { IHybridApi } from '../../api/tokens';
import type { IPerson } from '../../api/types';
import type { IProgressModel } from '../progress/tokens';
import type { Outbox, OutboxEvent } from './outbox';
import { IndexedDbStore } from './outboxStore';
import type { IClock } from '../../shared/clock';

export interface IKeepOptions {
  readonly api: Pick<IHybridApi, 'me'>;
  readonly progress: IProgressModel;
  readonly baseUrl: string;
  readonly clock: IClock;
  /** The browser's own; another in tests. */
  readonly factory?: IDBFactory;
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
  void adoptStore(outbox, options, 1);
}

/**
 * Open this person's store as soon as it is known who that is.
 *
 * Until then, and where the browser keeps nothing, the outbox waits in memory and says so.
 */
async function adoptStore(outbox: Outbox, options: IKeepOptions, nTries: number): Promise<void> {
  const { api, baseUrl, clock } = options;
  let person: IPerson;
  try {
    person = await api.me();
  } catch (error) {
    if (isTemporary(error)) {
      clock.later(retryDelay(nTries, clock.random()), () => {
        void adoptStore(outbox, options, nTries + 1);
      });
    }
    return;
  }
  const name = ['jupyter-hybrid:outbox', baseUrl, person.name, person.persona ?? ''].join('|');
  try {
    await outbox.adopt(await IndexedDbStore.open(options.factory ?? window.indexedDB, name));
  } catch (error) {
    console.warn('jupyter-hybrid: this browser keeps nothing over a reload', error);
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
