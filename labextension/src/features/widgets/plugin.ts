import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IProgressModel } from '../progress/tokens';
import { MODULE_NAME, MODULE_VERSION, WIDGET_MANAGER } from './module';

export const widgets: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-hybrid:widgets',
  description: 'Renders the widgets of jupyter_hybrid.widgets where ipywidgets is installed.',
  autoStart: true,
  requires: [IProgressModel],
  optional: [ITranslator],
  activate: async (app, progress: IProgressModel, translator: ITranslator | null) => {
    if (!app.hasPlugin(WIDGET_MANAGER)) {
      return;
    }
    // The token lives in a package that is large, and is not loaded where nobody has ipywidgets.
    const { IJupyterWidgetRegistry } = await import('@jupyter-widgets/base');
    const registry = await app.resolveOptionalService(IJupyterWidgetRegistry);
    const trans = (translator ?? nullTranslator).load('jupyter_hybrid');
    registry?.registerWidget({
      name: MODULE_NAME,
      version: MODULE_VERSION,
      exports: async () => (await import('./progressWidget')).progressWidget(progress, trans)
    });
  }
};
