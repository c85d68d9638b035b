import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { HybridApi } from '../../api/client';
import { IHybridApi } from '../../api/tokens';
import { dateLanguage, DateWords } from '../../shared/dates';
import { addPersonaCommand } from './commands';
import { downloadText, MyDataModel } from './myData';
import { addMyDataCommand, SHOW_MY_DATA } from './myDataCommand';
import { MyDataPage } from './myDataPage';
import { OWNER, takePersona } from './persona';
import { OPEN_PERSONA } from './tokens';

export const api: JupyterFrontEndPlugin<IHybridApi> = {
  id: 'jupyter-hybrid:api',
  description: 'Provides the client of the hybrid training API.',
  autoStart: true,
  provides: IHybridApi,
  activate: app => {
    const persona = takePersona(window.location, window.sessionStorage, url => {
      window.history.replaceState(window.history.state, '', url);
    });
    return new HybridApi(app.serviceManager.serverSettings, persona);
  }
};

export const personas: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:personas',
  description: 'Lets the owner open a window that looks through a learner’s eyes.',
  autoStart: true,
  requires: [IHybridApi],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app,
    hybridApi: IHybridApi,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    let isOwner = false;
    addPersonaCommand(app.commands, {
      api: hybridApi,
      trans,
      baseUrl: app.serviceManager.serverSettings.baseUrl,
      isOwner: () => isOwner,
      openWindow
    });
    palette?.addItem({ command: OPEN_PERSONA, category: trans.__('Hybrid Training') });
    // Not awaited: JupyterLab would not start before the server has answered.
    hybridApi.me().then(
      ({ name, persona }) => {
        isOwner = name === OWNER && persona === null;
        app.commands.notifyCommandChanged(OPEN_PERSONA);
      },
      (error: unknown) => {
        // The command stays hidden; the Courses panel says what is wrong with the server.
        console.warn('jupyter-hybrid: the server does not say who is asking', error);
      }
    );
  }
};

export const myData: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:my-data',
  description: 'Shows people everything that is stored about them.',
  autoStart: true,
  requires: [IHybridApi],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator],
  activate: (
    app,
    hybridApi: IHybridApi,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    const language = dateLanguage(document.documentElement.lang, navigator.languages);
    const dates = new DateWords(trans, { language });
    const pages = new WidgetTracker<MyDataPage>({ namespace: 'hybrid-my-data' });
    const createPage = (): MyDataPage =>
      new MyDataPage(
        new MyDataModel({ api: hybridApi, trans, download: downloadText }),
        trans,
        dates
      );
    addMyDataCommand(app, { pages, trans, createPage });
    void restorer?.restore(pages, { command: SHOW_MY_DATA, name: () => 'my-data' });
    palette?.addItem({ command: SHOW_MY_DATA, category: trans.__('Hybrid Training') });
  }
};

function openWindow(url: string): boolean {
  const opened = window.open(url, '_blank');
  if (opened === null) {
    return false;
  }
  opened.opener = null;
  return true;
}
