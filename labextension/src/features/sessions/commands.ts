import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISession } from '../../api/types';
import { isKey } from '../../shared/stepRelease';
import { reportFailure } from './failures';
import { liveIcon } from './icon';
import type { PresentedSessions } from './goLive/presented';
import type { LiveView } from './liveView/view';
import { END_SESSION, GO_LIVE, JOIN_SESSION, RESTORE_VIEW, TOGGLE_FOLLOWING } from './tokens';
import type { ILiveSessions } from './tokens';

export interface IGoLiveCommandOptions {
  readonly tracker: INotebookTracker;
  readonly presented: PresentedSessions;
  readonly trans: TranslationBundle;
  /** Whether this window's person is a trainer. */
  readonly isTrainer: () => boolean;
}

/** The commands of a trainer. */
export function addGoLiveCommands(
  { commands }: JupyterFrontEnd,
  { tracker, presented, trans, isTrainer }: IGoLiveCommandOptions
): void {
  const isPresented = (): boolean =>
    tracker.currentWidget !== null && presented.get(tracker.currentWidget) !== null;
  commands.addCommand(GO_LIVE, {
    label: trans.__('Go Live'),
    caption: trans.__('Show this notebook, as you type, to everybody who joins'),
    icon: liveIcon,
    isVisible: isTrainer,
    isEnabled: () => isTrainer() && tracker.currentWidget !== null,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      if (tracker.currentWidget !== null && isTrainer()) {
        await start(tracker.currentWidget, presented, trans);
      }
    }
  });
  commands.addCommand(END_SESSION, {
    label: trans.__('End Live Session…'),
    isVisible: isTrainer,
    isEnabled: isPresented,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      if (tracker.currentWidget !== null) {
        await end(tracker.currentWidget, presented, trans);
      }
    }
  });
}

export interface IJoinCommandOptions {
  readonly sessions: ILiveSessions;
  readonly views: WidgetTracker<MainAreaWidget<LiveView>>;
  readonly trans: TranslationBundle;
  /** Bring a view back after a reload; rejects where that makes no sense any more. */
  readonly restore: (session: string) => Promise<void>;
}

/** The commands of a learner. */
export function addJoinCommands(
  { commands, shell }: JupyterFrontEnd,
  { sessions, views, trans, restore }: IJoinCommandOptions
): void {
  const session = { type: 'string', description: trans.__('Key of the session') };
  commands.addCommand(JOIN_SESSION, {
    label: trans.__('Join Live Session'),
    caption: trans.__('Watch what the presenter types'),
    icon: liveIcon,
    isEnabled: () => sessions.live.length > 0,
    describedBy: { args: { type: 'object', properties: { session } } },
    execute: async args => {
      const key = isKey(args.session) ? args.session : await choose(sessions.live, trans);
      if (key !== null) {
        await join(key, sessions, trans);
      }
    }
  });
  commands.addCommand(RESTORE_VIEW, {
    describedBy: { args: { type: 'object', required: ['session'], properties: { session } } },
    isEnabled: args => isKey(args.session),
    execute: async args => {
      if (isKey(args.session)) {
        await restore(args.session);
      }
    }
  });
  commands.addCommand(TOGGLE_FOLLOWING, {
    label: trans.__('Follow the Presenter'),
    isToggleable: true,
    isToggled: () => views.currentWidget?.content.follow.isFollowing ?? false,
    isEnabled: () => views.currentWidget !== null && views.currentWidget === shell.currentWidget,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => {
      views.currentWidget?.content.follow.toggle();
    }
  });
  commands.addKeyBinding({
    command: TOGGLE_FOLLOWING,
    keys: ['F'],
    selector: '.jp-Hybrid-LiveView'
  });
}

async function start(
  panel: NotebookPanel,
  presented: PresentedSessions,
  trans: TranslationBundle
): Promise<void> {
  try {
    await presented.start(panel);
  } catch (error) {
    reportFailure(trans.__('The session did not start.'), error, trans);
  }
  panel.contentHeader.node.querySelector<HTMLElement>('.jp-Hybrid-LiveBar')?.focus();
}

async function end(
  panel: NotebookPanel,
  presented: PresentedSessions,
  trans: TranslationBundle
): Promise<void> {
  const presenting = presented.get(panel);
  if (presenting === null || !(await isSure(presenting.session, trans))) {
    return;
  }
  try {
    await presented.end(panel);
  } catch (error) {
    reportFailure(trans.__('The session was not ended.'), error, trans);
  }
  // the focus would be lost with the live bar
  panel.activate();
}

async function join(key: string, sessions: ILiveSessions, trans: TranslationBundle): Promise<void> {
  try {
    await sessions.join(key);
  } catch (error) {
    reportFailure(trans.__('The session could not be joined.'), error, trans);
  }
}

async function isSure({ title }: ISession, trans: TranslationBundle): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('End the live session?'),
    body: trans.__(
      '“%1” ends for everybody. Your notebook stays as it is; what the others see stays readable.',
      title
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Stay Live') }),
      Dialog.warnButton({ label: trans.__('End Session') })
    ],
    defaultButton: 0
  });
  return button.accept;
}

async function choose(live: readonly ISession[], trans: TranslationBundle): Promise<string | null> {
  if (live.length < 2) {
    return live.length === 0 ? null : live[0].key;
  }
  const items = live.map(
    ({ title, presenter }, index) => `${String(index + 1)}. ${title} (${presenter})`
  );
  const { value } = await InputDialog.getItem({
    title: trans.__('Join which session?'),
    items,
    okLabel: trans.__('Join')
  });
  const index = value === null ? -1 : items.indexOf(value);
  return index < 0 ? null : live[index].key;
}
