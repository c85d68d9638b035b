import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type { LiveState } from '../../../api/live/states';
import type { ISession } from '../../../api/types';

/** What of a live view says whether its window is in the session. */
export interface IAttending {
  readonly session: Pick<ISession, 'key'>;
  readonly state: LiveState;
  readonly isDisposed: boolean;
  readonly changed: ISignal<IAttending, void>;
  readonly disposed: ISignal<IAttending, void>;
}

/** Who looks at what a presenter has left behind works alone. */
const ATTENDING: readonly LiveState[] = ['connecting', 'live', 'reconnecting'];

/** Counts a window into the session of its live view for as long as that follows somebody. */
export function countIn(view: IAttending, attend: (session: string) => IDisposable): void {
  let attended: IDisposable | null = null;
  const update = (): void => {
    if (!view.isDisposed && ATTENDING.includes(view.state)) {
      attended ??= attend(view.session.key);
    } else {
      attended?.dispose();
      attended = null;
    }
  };
  view.changed.connect(update);
  view.disposed.connect(update);
  update();
}
