import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';

import { LiveBarView } from './components/LiveBarView';
import { LiveHeaderView } from './components/LiveHeaderView';
import { LiveStatusView } from './components/LiveStatusView';
import { isFinal } from '../../api/live/states';
import type { Presenting } from './goLive/presenting';
import type { LiveView } from './liveView/view';
import type { ILiveSessions } from './tokens';
import { observerWords, presenterWords, presentWords, toneOf } from './words';

/** The bar above a notebook that is live. */
export class LiveBar extends ReactWidget {
  constructor(
    private readonly _presenting: Presenting,
    private readonly _trans: TranslationBundle,
    private readonly _actions: { readonly end: () => void; readonly close: () => void }
  ) {
    super();
    this.addClass('jp-Hybrid-LiveBar');
    this.node.tabIndex = -1;
  }

  protected render(): React.JSX.Element {
    return <UseSignal signal={this._presenting.changed}>{() => this._view()}</UseSignal>;
  }

  private _view(): React.JSX.Element {
    const { session, state, reason, nPresent } = this._presenting;
    return (
      <LiveBarView
        tone={toneOf(state)}
        state={presenterWords(state, reason, this._trans)}
        present={isFinal(state) ? '' : presentWords(nPresent, this._trans)}
        joinCode={session.join_code}
        startedAt={session.started_at ?? session.created_at}
        trans={this._trans}
        onEnd={isFinal(state) ? null : this._actions.end}
        onClose={this._actions.close}
        onHeight={this._onHeight}
      />
    );
  }

  /** A box layout gives a widget the height that its style asks for, whatever is in it. */
  private readonly _onHeight = (height_px: number): void => {
    this.node.style.minHeight = `${String(height_px)}px`;
    this.parent?.fit();
  };
}

/** The header above the live view. */
export class LiveHeader extends ReactWidget {
  constructor(
    private readonly _content: LiveView,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-Hybrid-LiveHeader');
  }

  protected render(): React.JSX.Element {
    return <UseSignal signal={this._content.changed}>{() => this._view()}</UseSignal>;
  }

  private _view(): React.JSX.Element {
    const { session, state, reason, nPresent, follow } = this._content;
    return (
      <LiveHeaderView
        title={session.title}
        tone={toneOf(state)}
        state={observerWords(state, reason, this._trans)}
        present={isFinal(state) ? '' : presentWords(nPresent, this._trans)}
        isFollowing={follow.isFollowing}
        trans={this._trans}
        onToggle={
          isFinal(state)
            ? null
            : () => {
                follow.toggle();
              }
        }
      />
    );
  }
}

/** The item of the status bar while a session is live. */
export class LiveStatus extends ReactWidget {
  constructor(
    private readonly _sessions: ILiveSessions,
    private readonly _trans: TranslationBundle,
    private readonly _onClick: () => void
  ) {
    super();
    this.addClass('jp-Hybrid-LiveStatus');
  }

  protected render(): React.JSX.Element {
    return (
      <UseSignal signal={this._sessions.changed}>
        {() => (
          <LiveStatusView
            text={liveNowWords(this._sessions, this._trans)}
            caption={this._trans.__('Join the live session')}
            onClick={this._onClick}
          />
        )}
      </UseSignal>
    );
  }
}

function liveNowWords({ live }: ILiveSessions, trans: TranslationBundle): string {
  return live.length === 1
    ? trans.__('Live now: %1', live[0].title)
    : trans._n('Live now: %1 session', 'Live now: %1 sessions', live.length);
}
