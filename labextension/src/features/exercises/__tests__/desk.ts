import type { IAttempt, ICourse } from '../../../api/types';
import { Announcements } from '../announcements';
import { ExercisesModel } from '../model';
import { Outbox } from '../outbox';
import { MemoryStore } from '../outboxStore';
import {
  courseWith,
  FakeBrowser,
  FakeClock,
  FakeProgress,
  FakeServer,
  STEP,
  trans,
  uuid
} from './fakes';

/** What the server knows of a step, and how often it was asked. */
class StepApi {
  attempts: IAttempt[] = [];
  failure: Error | null = null;
  outline: ICourse = courseWith(['mean', 'median']);
  nOutlines = 0;
  nLists = 0;
  /** What the server says of an attempt that it is asked for. */
  one: IAttempt | Error = new Error('it is not there');
  /** What it says to somebody who takes one back. */
  cancelled: IAttempt | Error = new Error('it is not there');
  nAsked = 0;

  course = async (): Promise<ICourse> => {
    this.nOutlines += 1;
    return Promise.resolve(this.outline);
  };

  attempt = async (): Promise<IAttempt> => {
    this.nAsked += 1;
    return said(this.one);
  };

  cancelAttempt = async (): Promise<IAttempt> => said(this.cancelled);

  latestAttempts = async (): Promise<IAttempt[]> => {
    this.nLists += 1;
    return this.failure === null ? Promise.resolve(this.attempts) : Promise.reject(this.failure);
  };
}

async function said(answer: IAttempt | Error): Promise<IAttempt> {
  return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
}

/** A window with one open notebook. */
export class Desk {
  readonly server = new FakeServer();
  readonly browser = new FakeBrowser();
  readonly clock = new FakeClock();
  readonly api = new StepApi();
  readonly outbox = new Outbox({
    api: this.server,
    store: new MemoryStore(),
    tabs: this.browser.tab(),
    clock: this.clock
  });
  readonly said: string[] = [];
  readonly progress = new FakeProgress();
  readonly announcements = new Announcements(sentence => this.said.push(sentence));
  kernel: boolean | null = null;
  session: string | null = null;
  private _nIds = 0;
  model = this.open();

  /** Open the notebook once more. */
  open(step = STEP): ExercisesModel {
    return new ExercisesModel({
      step,
      api: this.api,
      progress: this.progress,
      outbox: this.outbox,
      session: () => this.session,
      trans,
      clock: this.clock,
      newId: () => uuid(++this._nIds),
      announcements: this.announcements,
      kernelHas: async () => Promise.resolve(this.kernel)
    });
  }
}

/** An answer that comes when the test gives it. */
export function later(): { answer: Promise<IAttempt>; give: (attempt: IAttempt) => void } {
  let give: (attempt: IAttempt) => void = () => undefined;
  const answer = new Promise<IAttempt>(resolve => (give = resolve));
  return {
    answer,
    give: attempt => {
      give(attempt);
    }
  };
}
