import { ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandToolbarButton, ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import type { IDisposable } from '@lumino/disposable';

import { IHybridApi } from '../../api/tokens';
import { LiveRegion } from '../../shared/liveRegion';
import { addGoLiveCommands, addJoinCommands } from './commands';
import { showBars } from './goLive/bars';
import { SessionMemory } from './goLive/memory';
import { PresentedSessions } from './goLive/presented';
import { inviteToSessions } from './invitation';
import { openView, restoreView } from './liveView/opener';
import type { IViewOpenerOptions } from './liveView/opener';
import type { LiveView } from './liveView/view';
import { LiveSessions } from './model';
import {
  END_SESSION,
  GO_LIVE,
  ILiveSessions,
  JOIN_SESSION,
  RESTORE_VIEW,
  TOGGLE_FOLLOWING
} from './tokens';
import { LiveStatus } from './widget';

/** Shows live sessions to everybody. */
export const liveSessions: JupyterFrontEndPlugin<ILiveSessions> = {
  id: 'jupyter-hybrid:sessions',
  description: 'Says when a session is live and shows its notebook, read only.',
  autoStart: true,
  provides: ILiveSessions,
  requires: [IHybridApi, IRenderMimeRegistry, IEditorServices, ITranslator],
  optional: [IStatusBar, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    api: IHybridApi,
    rendermime: IRenderMimeRegistry,
    editorServices: IEditorServices,
    translator: ITranslator,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): ILiveSessions => {
    const trans = translator.load('jupyter_hybrid');
    const views = new WidgetTracker<MainAreaWidget<LiveView>>({ namespace: 'hybrid-live-views' });
    const sessions = new LiveSessions(api, async key => {
      takeBack(key);
      await openView(key, options);
    });
    const options: IViewOpenerOptions = {
      api,
      shell: app.shell,
      views,
      region: new LiveRegion(),
      trans,
      attend: key => sessions.attend(key),
      rendermime,
      editorServices,
      translator
    };
    addJoinCommands(app, {
      sessions,
      views,
      trans,
      restore: async key => {
        await restoreView(key, options);
        takeBack(key);
      }
    });
    void restorer?.restore(views, {
      command: RESTORE_VIEW,
      args: ({ content }) => ({ session: content.session.key }),
      name: ({ content }) => content.session.key
    });
    sessions.ended.connect((_, key) => {
      views.find(({ content }) => content.session.key === key)?.content.end();
    });
    const join = (key?: string): void => {
      void app.commands.execute(JOIN_SESSION, key === undefined ? {} : { session: key });
    };
    const takeBack = inviteToSessions(sessions, trans, join);
    statusBar?.registerStatusItem('jupyter-hybrid:live', {
      item: new LiveStatus(sessions, trans, join),
      align: 'left',
      rank: 100,
      // JupyterLab hides items without it in a narrow window
      priority: 1,
      isActive: () => sessions.live.length > 0,
      activeStateChanged: sessions.changed
    });
    for (const command of [JOIN_SESSION, TOGGLE_FOLLOWING]) {
      palette?.addItem({ command, category: trans.__('Hybrid Training') });
    }
    return sessions;
  }
};

/** Lets a trainer go live from any notebook. */
export const goLive: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:go-live',
  description: 'Streams an open notebook to everybody who joins its session.',
  autoStart: true,
  requires: [IHybridApi, ILiveSessions, INotebookTracker, ITranslator],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    api: IHybridApi,
    sessions: ILiveSessions,
    tracker: INotebookTracker,
    translator: ITranslator,
    palette: ICommandPalette | null
  ): void => {
    const trans = translator.load('jupyter_hybrid');
    const presented = new PresentedSessions(
      api,
      sessions,
      new SessionMemory(window.sessionStorage)
    );
    let isTrainer = false;
    addGoLiveCommands(app, { tracker, presented, trans, isTrainer: () => isTrainer });
    showBars(app, presented, new LiveRegion(), trans);
    app.docRegistry.addWidgetExtension('Notebook', new GoLiveButton(app));
    const asking = askUntilAnswered(async () => {
      const { roles } = await api.me();
      isTrainer = roles.includes('trainer');
      app.commands.notifyCommandChanged(GO_LIVE);
      if (isTrainer) {
        resumeAll(tracker, presented);
      }
    });
    asking.ticked.connect(() => {
      if (asking.state.phase === 'resolved') {
        asking.dispose();
      }
    });
    for (const command of [GO_LIVE, END_SESSION]) {
      palette?.addItem({ command, category: trans.__('Hybrid Training') });
    }
  }
};

class GoLiveButton implements DocumentRegistry.IWidgetExtension<NotebookPanel, INotebookModel> {
  constructor(private readonly _app: JupyterFrontEnd) {}

  createNew(panel: NotebookPanel): IDisposable {
    const button = new CommandToolbarButton({ commands: this._app.commands, id: GO_LIVE });
    if (!panel.toolbar.insertBefore('kernelName', 'hybrid-go-live', button)) {
      panel.toolbar.addItem('hybrid-go-live', button);
    }
    return button;
  }
}

/** Ask until there is an answer: the server may be starting, or away. */
function askUntilAnswered(ask: () => Promise<void>): Poll<void> {
  return new Poll({
    name: 'jupyter-hybrid:me',
    frequency: { interval: 1_000, max: 60_000, backoff: true },
    factory: ask
  });
}

/** Continue the sessions of this tab in the notebooks that are open, and in those that will be. */
function resumeAll(tracker: INotebookTracker, presented: PresentedSessions): void {
  const resume = (panel: NotebookPanel): void => {
    presented.resume(panel).catch((error: unknown) => {
      console.warn('A live session of this notebook could not be continued.', error);
    });
  };
  tracker.forEach(resume);
  tracker.widgetAdded.connect((_, panel) => {
    resume(panel);
  });
}
