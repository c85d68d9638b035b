import { IDBFactory } from 'fake-indexeddb';

import { Outbox } from '../outbox';
import type { OutboxEvent } from '../outboxEvents';
import { IndexedDbStore, MemoryStore } from '../outboxStore';
import { FakeBrowser, FakeClock } from './fakes';

type Api = ConstructorParameters<typeof Outbox>[0]['api'];

/** A tab that can be reloaded: its database outlives it, its locks do not. */
export class Tab {
  constructor(
    api: Api,
    readonly database = new IDBFactory(),
    browser = new FakeBrowser()
  ) {
    this.outbox = new Outbox({
      api,
      store: new MemoryStore(),
      tabs: browser.tab(),
      clock: this.clock
    });
    this.outbox.happened.connect((_, event) => this.events.push(event));
  }

  async open(): Promise<this> {
    await this.outbox.adopt(await this.store());
    return this;
  }

  async store(): Promise<IndexedDbStore> {
    return IndexedDbStore.open(this.database, 'outbox');
  }

  async left(): Promise<string[]> {
    return (await (await this.store()).all()).map(({ id }) => id);
  }

  readonly clock = new FakeClock();
  readonly events: OutboxEvent[] = [];
  readonly outbox: Outbox;
}

/** A tab that has opened its database. */
export async function tab(api: Api, database?: IDBFactory, browser?: FakeBrowser): Promise<Tab> {
  return new Tab(api, database, browser).open();
}
