import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { liveAddress } from '../../../api/live/address';
import type { IHybridApi } from '../../../api/tokens';
import type { ISession } from '../../../api/types';
import type { LiveRegion } from '../../../shared/liveRegion';
import { liveIcon } from '../icon';
import { LiveHeader } from '../widget';
import { observerWords } from '../words';
import { countIn } from './attendance';
import type { ILiveNotebookOptions } from './notebook';
import { LiveView } from './view';

export interface IViewOpenerOptions extends ILiveNotebookOptions {
  readonly api: IHybridApi;
  readonly shell: JupyterFrontEnd.IShell;
  readonly views: WidgetTracker<MainAreaWidget<LiveView>>;
  readonly region: LiveRegion;
  readonly trans: TranslationBundle;
  /** Count this window into a session until the result is disposed of. */
  readonly attend: (key: string) => IDisposable;
}

/** Shows the live view of a session; the one that is open, if there is one. */
export async function openView(key: string, options: IViewOpenerOptions): Promise<void> {
  const { api, shell, views } = options;
  const id = idOf(key);
  if (views.find(view => view.id === id) === undefined) {
    show(await api.session(key), id, options);
  }
  shell.activateById(id);
}

/**
 * Show the live view of a session again after a reload of the page, in its old place.
 *
 * Rejects if nobody presents it now, or it cannot be asked about: JupyterLab then forgets the view,
 * and says nothing.
 */
export async function restoreView(key: string, options: IViewOpenerOptions): Promise<void> {
  const session = await options.api.session(key);
  if (session.state !== 'live' || !session.is_presented) {
    throw new Error(`nobody presents session ${key} now`);
  }
  show(session, idOf(key), options);
}

function idOf(key: string): string {
  return `jp-Hybrid-LiveView-${key}`;
}

function show(session: ISession, id: string, options: IViewOpenerOptions): void {
  const { api, shell, views } = options;
  const address = liveAddress(api, session.key, 'observer');
  const framed = frame(new LiveView({ ...options, session, address }), id, options);
  void views.add(framed);
  shell.add(framed, 'main', { activate: false });
}

function frame(
  view: LiveView,
  id: string,
  { region, trans, attend }: IViewOpenerOptions
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
  countIn(view, attend);
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
