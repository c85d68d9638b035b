import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { liveAddress } from '../../../api/live/address';
import type { IHybridApi } from '../../../api/tokens';
import type { LiveRegion } from '../../../shared/liveRegion';
import { liveIcon } from '../icon';
import { LiveHeader } from '../widget';
import { observerWords } from '../words';
import type { ILiveNotebookOptions } from './notebook';
import { LiveView } from './view';

export interface IViewOpenerOptions extends ILiveNotebookOptions {
  readonly api: IHybridApi;
  readonly shell: JupyterFrontEnd.IShell;
  readonly views: WidgetTracker<MainAreaWidget<LiveView>>;
  readonly region: LiveRegion;
  readonly trans: TranslationBundle;
}

/** Shows the live view of a session; the one that is open, if there is one. */
export async function openView(key: string, options: IViewOpenerOptions): Promise<void> {
  const { api, shell, views } = options;
  const id = `jp-Hybrid-LiveView-${key}`;
  if (views.find(view => view.id === id) === undefined) {
    const session = await api.session(key);
    const address = liveAddress(api, key, 'observer');
    const framed = frame(new LiveView({ ...options, session, address }), id, options);
    void views.add(framed);
    shell.add(framed, 'main');
  }
  shell.activateById(id);
}

function frame(
  view: LiveView,
  id: string,
  { region, trans }: IViewOpenerOptions
): MainAreaWidget<LiveView> {
  const framed = new MainAreaWidget({ content: view });
  framed.id = id;
  framed.title.label = trans.__('Live: %1', view.session.title);
  framed.title.caption = trans.__('Live session, read only');
  framed.title.icon = liveIcon;
  framed.title.closable = true;
  framed.toolbar.hide();
  view.insertWidget(0, new LiveHeader(view, trans));
  announce(view, region, trans);
  return framed;
}

function announce(view: LiveView, region: LiveRegion, trans: TranslationBundle): void {
  let said = '';
  view.changed.connect(() => {
    const words = observerWords(view.state, view.reason, trans);
    if (words !== said) {
      said = words;
      region.say(trans.__('Live session: %1', words));
    }
  });
}
