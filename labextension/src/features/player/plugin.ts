import { ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHybridApi } from '../../api/tokens';
import { IProgressModel } from '../progress/tokens';
import { ILiveSessions } from '../sessions/tokens';
import { addPlayerCommands } from './commands';
import { Player } from './player';
import {
  MARK_STEP_DONE,
  NEXT_STEP,
  OPEN_LIVE_STEP,
  PREVIOUS_STEP,
  RESET_STEP,
  UPDATE_STEP
} from './tokens';

export const player: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:player',
  description: 'Puts a bar with previous, next and done at the bottom of each step.',
  autoStart: true,
  requires: [IHybridApi, IProgressModel, IDocumentManager],
  optional: [ILiveSessions, ICommandPalette, ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IHybridApi,
    progress: IProgressModel,
    documents: IDocumentManager,
    sessions: ILiveSessions | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const { actions, players, liveSteps } = new Player({
      app,
      api,
      progress,
      sessions,
      trans,
      openDocument: path => {
        documents.openOrReveal(path);
      }
    });
    addPlayerCommands(app.commands, {
      actions,
      trans,
      current: () => players.get(app.shell.currentWidget),
      openLiveStep: step => {
        liveSteps.open(step);
      }
    });
    void restorer?.restore(liveSteps.tracker, {
      command: OPEN_LIVE_STEP,
      args: page => ({ ...liveSteps.stepOf(page) }),
      name: page => page.id
    });
    for (const command of [NEXT_STEP, PREVIOUS_STEP, MARK_STEP_DONE, RESET_STEP, UPDATE_STEP]) {
      palette?.addItem({ command, category: trans.__('Hybrid Training') });
    }
  }
};
