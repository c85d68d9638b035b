import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type { ISession } from '../../api/types';

/** Streams the current notebook to everybody who joins; shows the live bar if it is streamed. */
export const GO_LIVE = 'hybrid:go-live';

/** Ends the session of the current notebook for everybody, after a question. */
export const END_SESSION = 'hybrid:end-session';

/** Opens the live view; of `{session}`, or of the one that is live. */
export const JOIN_SESSION = 'hybrid:join-session';

/** Brings the live view of `{session}` back after a reload of the page, if the session is still live. */
export const RESTORE_VIEW = 'hybrid:restore-live-view';

/** Moves the current live view with the presenter, or lets it stand. */
export const TOGGLE_FOLLOWING = 'hybrid:toggle-following';

/** The sessions that this window can join, and the one that it is in. */
export interface ILiveSessions {
  /**
   * Live sessions that somebody presents now, but not this window; newest first.
   *
   * A session whose presenter went home without ending it stays live; nobody shall be called to it.
   */
  readonly live: readonly ISession[];
  /** `live` changed. */
  readonly changed: ISignal<ILiveSessions, void>;
  /** A session that was live is over. */
  readonly ended: ISignal<ILiveSessions, string>;
  /** Key of the session that this window shows or presents; the latest of several, null if none. */
  readonly current: string | null;
  /** Open the live view of a session. */
  join(key: string): Promise<void>;
  /** This window shows or presents a session until the result is disposed of. */
  attend(key: string): IDisposable;
  /** Leave a session out of `live`, because this window presents it, until it is disposed of. */
  hide(key: string): IDisposable;
}

export const ILiveSessions = new Token<ILiveSessions>(
  'jupyter-hybrid:ILiveSessions',
  'Knows which sessions are live and opens their live view.'
);
