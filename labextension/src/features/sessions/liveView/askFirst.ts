import type { IRenderMime } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { PanelLayout, Widget } from '@lumino/widgets';

/**
 * Shows an output only when the learner asks for it.
 *
 * For kinds of output whose renderer runs nothing, but may fetch from wherever its data says: charts,
 * maps, diagrams.
 */
export class AskFirst extends Widget implements IRenderMime.IRenderer {
  /** `createRenderer` gives the renderer of this kind of output. */
  constructor(
    type: string,
    trans: TranslationBundle,
    private readonly _createRenderer: () => IRenderMime.IRenderer
  ) {
    super();
    this.layout = new PanelLayout();
    this.addClass('jp-Hybrid-AskFirst');
    const words = document.createElement('p');
    words.textContent = trans.__(
      'An output of the kind %1 can load things from other hosts, which then know that you look at it.',
      type
    );
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-mod-styled jp-Hybrid-Button';
    button.textContent = trans.__('Show it');
    button.onclick = () => void this._show();
    this.node.append(words, button);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._model = model;
    await this._renderer?.renderModel(model);
  }

  private async _show(): Promise<void> {
    if (this._renderer !== null || this._model === null || this.isDisposed) {
      return;
    }
    const renderer = this._createRenderer();
    this._renderer = renderer;
    this.node.textContent = '';
    (this.layout as PanelLayout).addWidget(renderer);
    // the focus would be lost with the button
    renderer.node.tabIndex = -1;
    renderer.node.focus({ preventScroll: true });
    await renderer.renderModel(this._model);
  }

  private _model: IRenderMime.IMimeModel | null = null;
  private _renderer: IRenderMime.IRenderer | null = null;
}
