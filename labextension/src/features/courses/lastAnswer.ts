import type { TranslationBundle } from '@jupyterlab/translation';

import { failureWords } from '../../shared/failure';
import type { Loaded } from '../../shared/loaded';

/** What the server answered last. It stays where asking again fails, and hides from older answers. */
export class LastAnswer<T> {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _onChange: () => void
  ) {}

  get state(): Loaded<T> {
    return this._state;
  }

  /** Why the answer that is there could not be brought up to date, or null. */
  get failure(): string | null {
    return this._failure;
  }

  /** Whether it failed to ask, the last time. */
  get hasFailed(): boolean {
    return this._state.kind === 'failed' || this._failure !== null;
  }

  /** Ask the server; whether it gave an answer that is newer than what was there. */
  async ask(question: () => Promise<T>): Promise<boolean> {
    this._nAsked += 1;
    const n = this._nAsked;
    this._failure = null;
    if (this._state.kind === 'failed') {
      this._state = { kind: 'loading' };
    }
    this._onChange();
    const answer = await this._answer(question);
    if (n < this._nNewest) {
      return false;
    }
    this._nNewest = n;
    this._take(answer);
    this._onChange();
    return answer.kind === 'ready';
  }

  private async _answer(question: () => Promise<T>): Promise<Loaded<T>> {
    try {
      return { kind: 'ready', value: await question() };
    } catch (error) {
      return { kind: 'failed', words: failureWords(error, this._trans) };
    }
  }

  private _take(answer: Loaded<T>): void {
    if (answer.kind === 'failed' && this._state.kind === 'ready') {
      this._failure = answer.words;
    } else {
      this._state = answer;
      this._failure = null;
    }
  }

  private _state: Loaded<T> = { kind: 'loading' };
  private _failure: string | null = null;
  private _nAsked = 0;
  /** Number of the newest question that was answered, or failed. */
  private _nNewest = 0;
}
