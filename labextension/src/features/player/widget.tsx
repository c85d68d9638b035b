import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';

import { PlayerBarView } from './components/PlayerBarView';
import type { PlayerModel } from './model';
import type { PlayerAction } from './state';

/** In a very narrow tab the bar scrolls rather than hide the document. */
const MOST_OF_DOCUMENT = 0.4;

export interface IPlayerBarOptions {
  readonly model: PlayerModel;
  readonly trans: TranslationBundle;
  readonly onAction: (action: PlayerAction) => void;
}

/** The bar at the bottom of a step. */
export class PlayerBar extends ReactWidget {
  constructor(private readonly _options: IPlayerBarOptions) {
    super();
    this.addClass('jp-Hybrid-PlayerBar');
    this.node.tabIndex = -1;
  }

  protected render(): React.JSX.Element {
    const { model, trans } = this._options;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <PlayerBarView
            view={model.view}
            trans={trans}
            onAction={this._onAction}
            onHeight={this._onHeight}
          />
        )}
      </UseSignal>
    );
  }

  private readonly _onAction = (action: PlayerAction): void => {
    if (action !== 'toggle_done') {
      // The pressed button may be gone in a moment, and the focus with it.
      this.node.focus();
    }
    this._options.onAction(action);
  };

  /** A box layout gives a widget the height that its style asks for, whatever is in it. */
  private readonly _onHeight = (height_px: number): void => {
    const most_px = (this.parent?.node.offsetHeight ?? Infinity) * MOST_OF_DOCUMENT;
    this.node.style.minHeight = `${String(Math.min(height_px, most_px))}px`;
    this.parent?.fit();
  };
}
