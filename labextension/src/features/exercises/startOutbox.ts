import type { IHybridApi } from '../../api/tokens';
import type { IPerson } from '../../api/types';
import type { IProgressModel } from '../progress/tokens';
import type { IOutboxClock, Outbox, OutboxEvent } from './outbox';
import { isTemporary, retryDelay } from './outbox';
import { IndexedDbStore } from './outboxStore';

export interface IKeepOptions {
  readonly api: Pick<IHybridApi, 'me'>;
  readonly progress: IProgressModel;
  readonly baseUrl: string;
  readonly clock: IOutboxClock;
  /** The browser's own; another in tests. */
  readonly factory?: IDBFactory;
}

/** Let an outbox outlive this window, send what an earlier window left, and keep progress up to date. */
export function keepOutbox(outbox: Outbox, options: IKeepOptions): void {
  outbox.happened.connect((_, event) => {
    const course = gradedCourse(event);
    if (course !== null) {
      options.progress.refresh(course).catch((error: unknown) => {
        console.warn('jupyter-hybrid: the progress could not be read', error);
      });
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

function gradedCourse(event: OutboxEvent): string | null {
  if (event.kind === 'settled') {
    return event.exercise.course;
  }
  return event.kind === 'answered' && event.attempt.state !== 'queued'
    ? event.attempt.course
    : null;
}
