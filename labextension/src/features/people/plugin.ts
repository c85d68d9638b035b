import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { HybridApi } from '../../api/client';
import { IHybridApi } from '../../api/tokens';
import { takePersona } from './persona';

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
