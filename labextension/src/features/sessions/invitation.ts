import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ILiveSessions } from './tokens';

/** Asks once for each live session whether to join it; takes the question back when it is over. */
export function inviteToSessions(
  sessions: ILiveSessions,
  trans: TranslationBundle,
  join: (key: string) => void
): void {
  const asked = new Map<string, string>();
  sessions.changed.connect(() => {
    for (const { key, title } of sessions.live) {
      if (!asked.has(key)) {
        asked.set(
          key,
          ask(trans.__('Live now: %1', title), trans, () => {
            join(key);
          })
        );
      }
    }
    for (const [key, notification] of asked) {
      if (!sessions.live.some(session => session.key === key)) {
        Notification.dismiss(notification);
      }
    }
  });
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
