import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { UUID } from '@lumino/coreutils';

import { IHybridApi } from '../../api/tokens';
import { LiveRegion } from '../../shared/liveRegion';
import { IProgressModel } from '../progress/tokens';
import { ILiveSessions } from '../sessions/tokens';
import { addCheckCommand, CHECK_EXERCISE, CHECK_KEYS } from './commands';
import type { IExercisesOptions } from './model';
import { ExercisesModel } from './model';
import type { IBarParts } from './notebook';
import { NotebookExercises } from './notebook';
import type { IOutboxClock } from './outbox';
import { Outbox } from './outbox';
import { MemoryStore } from './outboxStore';
import { keepOutbox } from './startOutbox';
import { BrowserTabs } from './tabs';
import { ExerciseBar } from './widget';

const clock: IOutboxClock = {
  later: (delayMs, callback) => {
    const timer = window.setTimeout(callback, delayMs);
    return () => {
      window.clearTimeout(timer);
    };
  },
  random: () => Math.random()
};

export const exercises: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:exercises',
  description: 'Puts a bar with Check, points and feedback under the answers of each exercise.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, INotebookTracker],
  optional: [ILiveSessions, ICommandPalette, ITranslator],
  activate: (
    app,
    api: IHybridApi,
    progress: IProgressModel,
    tracker: INotebookTracker,
    sessions: ILiveSessions | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const tabs = new BrowserTabs((navigator as Partial<Navigator>).locks);
    const outbox = new Outbox({ api, store: new MemoryStore(), tabs, clock });
    keepOutbox(outbox, {
      api,
      progress,
      baseUrl: app.serviceManager.serverSettings.baseUrl,
      clock
    });
    const liveRegion = new LiveRegion();
    const session = (): string | null => sessions?.current ?? null;
    const parts = barParts({ api, progress, outbox, session, trans }, sentence => {
      liveRegion.say(sentence);
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

function barParts(
  options: Pick<IExercisesOptions, 'api' | 'progress' | 'outbox' | 'session' | 'trans'>,
  say: (sentence: string) => void
): IBarParts {
  const { trans } = options;
  const shortcut = CHECK_KEYS.map(keys => CommandRegistry.formatKeystroke(keys)).join(' ');
  return {
    createModel: step => {
      const now = (): number => Date.now();
      const model = new ExercisesModel({ ...options, step, clock, now, newId: UUID.uuid4 });
      model.said.connect((_, sentence) => {
        say(sentence);
      });
      return model;
    },
    createBar: (model, exercise, onCheck) =>
      new ExerciseBar({ model, exercise, trans, shortcut, onCheck })
  };
}
