import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ILiveSessions } from './tokens';

/**
 * Asks once for each live session whether to join it.
 *
 * Gives a function that takes the question about a session back, or never asks it; that happens by itself when the
 * session is over.
 */
export function inviteToSessions(
  sessions: ILiveSessions,
  trans: TranslationBundle,
  join: (key: string) => void
): (key: string) => void {
  const asked = new Map<string, string | null>();
  const takeBack = (key: string): void => {
    const notification = asked.get(key);
    if (typeof notification === 'string') {
      Notification.dismiss(notification);
    }
    // whoever has joined needs no question either
    asked.set(key, null);
  };
  sessions.changed.connect(() => {
    for (const { key, title } of sessions.live) {
      if (!asked.has(key)) {
        const onJoin = (): void => {
          join(key);
        };
        asked.set(key, ask(trans.__('Live now: %1', title), trans, onJoin));
      }
    }
  });
  sessions.ended.connect((_, key) => {
    takeBack(key);
  });
  return takeBack;
}

function ask(message: string, trans: TranslationBundle, onJoin: () => void): string {
  return Notification.info(message, {
    autoClose: false,
    actions: [
      {
        label: trans.__('Join'),
        caption: trans.__('Watch what the presenter types'),
        displayType: 'accent',
        callback: onJoin
      }
    ]
  });
}
