import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, MainAreaWidget, showDialog, WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { BoxLayout } from '@lumino/widgets';

import type { IStepKey } from '../../api/types';
import { LiveStepPage } from './liveStep';
import type { ILiveStepOptions } from './liveStep';
import type { PlayerModel } from './model';
import type { Players } from './players';
import { PLAYED_CLASS } from './stepDocument';
import type { PlayerBar } from './widget';

export interface ILiveStepOpenerOptions {
  readonly shell: JupyterFrontEnd.IShell;
  /** Resolves when the application shows what it showed when it was left. */
  readonly restored: Promise<void>;
  readonly trans: TranslationBundle;
  readonly players: Players;
  readonly createModel: (step: IStepKey) => PlayerModel;
  readonly createBar: (model: PlayerModel) => PlayerBar;
  readonly page: Omit<ILiveStepOptions, 'model' | 'trans'>;
  /** Called with what shows the step, before it is in view. */
  readonly onOpened: (page: Widget, model: PlayerModel) => void;
}

/** Opens pages of live steps, one for each. */
export class LiveSteps {
  constructor(private readonly _options: ILiveStepOpenerOptions) {}

  /** The pages that are open. */
  readonly tracker = new WidgetTracker<MainAreaWidget<LiveStepPage>>({
    namespace: 'hybrid-live-steps'
  });

  open(step: IStepKey): void {
    const { shell, restored } = this._options;
    const id = `jp-Hybrid-LiveStep-${[step.course, step.module, step.step].join('.')}`;
    const existing = this.tracker.find(page => page.id === id);
    if (existing !== undefined) {
      shell.activateById(existing.id);
      return;
    }
    const page = this._create(step, id);
    shell.add(page, 'main', { type: 'Live Step' });
    shell.activateById(id);
    // JupyterLab attaches nothing before it is back as it was left.
    void restored.then(() => {
      if (!page.isAttached && !page.isDisposed) {
        this._showInDialog(page);
      }
    });
  }

  /** The step that a page shows. */
  stepOf(page: MainAreaWidget<LiveStepPage>): IStepKey | null {
    return this._options.players.get(page)?.step ?? null;
  }

  private _create(step: IStepKey, id: string): MainAreaWidget<LiveStepPage> {
    const { createModel, createBar, players, trans, onOpened } = this._options;
    const model = createModel(step);
    const content = new LiveStepPage({ ...this._options.page, model, trans });
    const page = new MainAreaWidget({ content });
    page.id = id;
    page.toolbar.hide();
    page.addClass(PLAYED_CLASS);
    const bar = createBar(model);
    BoxLayout.setStretch(bar, 0);
    (page.layout as BoxLayout).addWidget(bar);
    const counted = players.add(page, model);
    page.disposed.connect(() => {
      counted.dispose();
      model.dispose();
    });
    onOpened(page, model);
    void this.tracker.add(page);
    void model.load();
    return page;
  }

  /** Notebook 7 shows one document in a window and has no place for a page, and its bar, beside it. */
  private _showInDialog(page: MainAreaWidget<LiveStepPage>): void {
    const { onOpened, players, trans } = this._options;
    const { content } = page;
    const model = players.get(page);
    const close = Dialog.cancelButton({ label: trans.__('Close') });
    const done = Dialog.okButton({ label: trans.__('Mark as done') });
    void showDialog({
      title: content.title.label,
      body: content,
      buttons: model === null || model.isDone ? [close] : [close, done],
      defaultButton: 0
    })
      .then(({ button }) => {
        if (button.accept) {
          void model?.mark(true);
        }
      })
      .finally(() => {
        page.dispose();
      });
    if (model !== null) {
      onOpened(content, model);
    }
  }
}
