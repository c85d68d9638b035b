import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { LiveRegion } from '../../shared/liveRegion';
import { IProgressModel } from '../progress/tokens';
import { ILiveSessions } from '../sessions/tokens';
import { Announcements } from './announcements';
import { windowClock as clock } from '../../shared/clock';
import { addCheckCommand, CHECK_EXERCISE } from './commands';
import { NotebookExercises } from './notebook';
import { Outbox } from './outbox';
import { MemoryStore } from './outboxStore';
import { barParts } from './parts';
import { personChannel, SamePerson } from './samePerson';
import { keepOutbox } from './startOutbox';
import { BrowserTabs } from './tabs';

export const exercises: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:exercises',
  description: 'Puts a bar with Check, points and feedback under the answers of each exercise.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, INotebookTracker],
  optional: [ILiveSessions, ICommandPalette, IEditorLanguageRegistry, ITranslator],
  activate: (
    app,
    api: IHybridApi,
    progress: IProgressModel,
    tracker: INotebookTracker,
    sessions: ILiveSessions | null,
    palette: ICommandPalette | null,
    languages: IEditorLanguageRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const tabs = new BrowserTabs((navigator as Partial<Navigator>).locks);
    const { baseUrl } = app.serviceManager.serverSettings;
    const same = new SamePerson({ api, baseUrl, channel: personChannel(), trans });
    const outbox = new Outbox({ api: same, store: new MemoryStore(), tabs, clock });
    keepOutbox(outbox, {
      api,
      progress,
      baseUrl,
      clock,
      know: person => {
        same.know(person);
      }
    });
    const liveRegion = new LiveRegion();
    const announcements = new Announcements(sentence => {
      liveRegion.say(sentence);
    });
    const session = (): string | null => sessions?.current ?? null;
    const parts = barParts({
      app,
      api,
      progress,
      outbox,
      announcements,
      languages,
      session,
      trans
    });
    const notebooks = new WeakMap<NotebookPanel, NotebookExercises>();
    addCheckCommand(app.commands, tracker, panel => notebooks.get(panel), trans);
    palette?.addItem({ command: CHECK_EXERCISE, category: trans.__('Hybrid Training') });
    tracker.widgetAdded.connect((_, panel) => {
      void panel.context.ready.then(() => {
        if (!panel.isDisposed) {
          notebooks.set(panel, new NotebookExercises(panel, parts));
        }
      });
    });
  }
};
