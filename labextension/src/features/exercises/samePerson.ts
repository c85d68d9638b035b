import type { TranslationBundle } from '@jupyterlab/translation';

import { HybridError } from '../../api/errors';
import type { IHybridApi } from '../../api/tokens';
import type { IAttempt, IExerciseKey, INewAttempt, IPerson } from '../../api/types';
import { isRecord } from '../../shared/stepRelease';

export interface ISamePersonOptions {
  readonly api: Pick<IHybridApi, 'me' | 'createAttempt'>;
  readonly baseUrl: string;
  /** Heard by the other tabs of this browser; null where it has no such means. */
  readonly channel: Pick<BroadcastChannel, 'onmessage' | 'postMessage'> | null;
  readonly trans: TranslationBundle;
}

/**
 * Sends Checks as the person whose window this is, and as nobody else.
 *
 * All tabs of a browser share one login: after a logout and a login in another tab, what waits here
 * would become an attempt of the next person. Who it is now is asked where that may have happened.
 */
export class SamePerson implements Pick<IHybridApi, 'createAttempt'> {
  constructor(private readonly _options: ISamePersonOptions) {}

  /** Take a person as the one whose window this is. */
  know(person: IPerson): void {
    const { baseUrl, channel } = this._options;
    this._person = personId(person);
    if (channel !== null) {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (isRecord(data) && data.baseUrl === baseUrl && data.person !== this._person) {
          this._isSure = false;
        }
      };
      channel.postMessage({ baseUrl, person: this._person });
    }
  }

  /** Rejects as `IHybridApi` does, and for the time being while somebody else is signed in. */
  async createAttempt(exercise: IExerciseKey, attempt: INewAttempt): Promise<IAttempt> {
    await this._makeSure();
    try {
      return await this._options.api.createAttempt(exercise, attempt);
    } catch (error) {
      if (error instanceof HybridError && (error.status === 401 || error.status === 403)) {
        this._isSure = false;
      }
      throw error;
    }
  }

  private async _makeSure(): Promise<void> {
    const { api, trans } = this._options;
    if (this._isSure || this._person === null) {
      return;
    }
    if (personId(await api.me()) !== this._person) {
      throw new HybridError(
        trans.__('this browser is signed in as somebody else now; sign in as yourself again'),
        // None of the server's codes: a Check is kept then.
        'unknown',
        403
      );
    }
    this._isSure = true;
  }

  private _person: string | null = null;
  private _isSure = true;
}

/** The other tabs of this browser, or null where it has no means to speak with them. */
export function personChannel(): BroadcastChannel | null {
  return typeof BroadcastChannel === 'undefined'
    ? null
    : new BroadcastChannel('jupyter-hybrid:person');
}

/** Tells people and personas of one server apart. */
export function personId({ name, persona }: IPerson): string {
  return [name, persona ?? ''].join('|');
}
