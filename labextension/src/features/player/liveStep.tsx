import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import React from 'react';

import type { ISession } from '../../api/types';
import { durationWords } from '../../shared/duration';
import type { ILiveSessions } from '../sessions/tokens';
import type { ILiveStepWords } from './components/LiveStepView';
import { LiveStepView } from './components/LiveStepView';
import { countdownWords, momentWords } from './liveWords';
import type { PlayerModel } from './model';

export interface ILiveStepOptions {
  readonly model: PlayerModel;
  /** Null where this window cannot join any. */
  readonly sessions: Pick<ILiveSessions, 'live' | 'changed'> | null;
  readonly trans: TranslationBundle;
  /** Language of dates; the browser's. */
  readonly locale: string | undefined;
  /** Join a session; null for any of several. */
  readonly onJoin: (session: string | null) => void;
}

/** The page of a live step: it has no file. */
export class LiveStepPage extends ReactWidget {
  constructor(private readonly _options: ILiveStepOptions) {
    super();
    this.addClass('jp-Hybrid-LiveStep');
    const { model, sessions } = _options;
    model.changed.connect(() => {
      this._onChanged();
    }, this);
    sessions?.changed.connect(() => {
      this._changed.emit();
    }, this);
    this._onChanged();
  }

  dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  protected render(): React.JSX.Element {
    return (
      <UseSignal signal={this._changed}>
        {() => <LiveStepView words={this._words} onJoin={this._join} />}
      </UseSignal>
    );
  }

  private get _title(): string {
    return this._options.model.place?.step.title ?? this._options.trans.__('Live step');
  }

  private get _live(): readonly ISession[] {
    return this._options.sessions?.live ?? [];
  }

  private readonly _words = (now: number): ILiveStepWords => {
    const { model, trans, locale } = this._options;
    const step = model.place?.step ?? null;
    const startsAt = step?.starts_at ?? null;
    const minutes = step?.duration_min ?? null;
    return {
      title: this._title,
      when: startsAt === null ? null : momentWords(startsAt, locale),
      duration: minutes === null ? null : trans.__('Duration: %1', durationWords(trans, minutes)),
      countdown: step === null ? '' : countdownWords(startsAt, minutes, now, trans),
      join: this._joinLabel
    };
  };

  private get _joinLabel(): string | null {
    const { trans } = this._options;
    const live = this._live;
    if (live.length === 0) {
      return null;
    }
    return live.length === 1
      ? trans.__('Join “%1”', live[0].title)
      : trans.__('Join a live session…');
  }

  private readonly _join = (): void => {
    const live = this._live;
    this._options.onJoin(live.length === 1 ? live[0].key : null);
  };

  private _onChanged(): void {
    this.title.label = this._title;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
}
