import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';

import type { IHybridApi } from '../../api/tokens';
import { dateLanguage } from '../../shared/dates';
import { LiveRegion } from '../../shared/liveRegion';
import { isKey } from '../../shared/stepRelease';
import { OPEN_STEP } from '../courses/tokens';
import type { IProgressModel } from '../progress/tokens';
import { JOIN_SESSION } from '../sessions/tokens';
import type { ILiveSessions } from '../sessions/tokens';
import { PlayerActions } from './actions';
import { announceEvents, announceNotices, sayOnceAtATime } from './announcements';
import { windowClock } from '../../shared/clock';
import { LiveSteps } from './liveStepOpener';
import { StepMarks } from './marks';
import type { IPlayed } from './model';
import { PlayerModel } from './model';
import { NotebookPosition } from './notebookPosition';
import { OpenDocuments } from './openDocuments';
import { Outlines } from './outlines';
import { Players } from './players';
import { Replacements } from './replacements';
import { whenShown } from './shown';
import { keepMarks } from './startMarks';
import { StepDocument } from './stepDocument';
import { refreshAfterVisits } from './visits';
import { PlayerBar } from './widget';

export interface IPlayerOptions {
  readonly app: JupyterFrontEnd;
  readonly api: IHybridApi;
  readonly progress: IProgressModel;
  readonly sessions: ILiveSessions | null;
  readonly trans: TranslationBundle;
  readonly openDocument: (path: string) => void;
}

/** The parts of the player, put together. */
export class Player {
  constructor(private readonly _options: IPlayerOptions) {
    const { app, api, progress, trans, openDocument } = _options;
    this._outlines = new Outlines(api, windowClock);
    this._marks = new StepMarks(api, windowClock);
    this._replacements = new Replacements({
      api,
      files: this._files,
      outlines: this._outlines,
      persona: async () => this._askPersona()
    });
    this.actions = new PlayerActions({
      commands: app.commands,
      outlines: this._outlines,
      replacements: this._replacements,
      trans,
      openDocument,
      isOpen: step => this.players.hasStep(step)
    });
    this.liveSteps = new LiveSteps(this._liveStepOptions());
    announceEvents(this._marks, this._replacements, trans, this._say);
    refreshAfterVisits(this._marks, async course => progress.refresh(course));
    const { baseUrl } = app.serviceManager.serverSettings;
    void keepMarks(this._marks, { api, baseUrl, clock: windowClock });
    this.players.changed.connect(() => {
      app.commands.notifyCommandChanged();
    });
    this._askPersona().catch((error: unknown) => {
      console.warn('jupyter-hybrid: the server does not say who is asking', error);
    });
    this._watchDocuments();
    this._watchWindow();
  }

  readonly actions: PlayerActions;
  readonly players = new Players();
  readonly liveSteps: LiveSteps;

  private async _askPersona(): Promise<string | null> {
    const { api } = this._options;
    this._persona ??= api.persona === null ? null : (await api.me()).persona;
    return this._persona;
  }

  private _liveStepOptions(): ConstructorParameters<typeof LiveSteps>[0] {
    const { app, sessions, trans } = this._options;
    return {
      shell: app.shell,
      restored: app.restored,
      trans,
      players: this.players,
      createModel: step => this._createModel({ step, kind: 'live', release: null, isCopy: false }),
      createBar: model => this._createBar(model),
      page: {
        sessions,
        locale: dateLanguage(document.documentElement.lang, navigator.languages),
        onJoin: session => {
          void app.commands.execute(JOIN_SESSION, session === null ? {} : { session });
        }
      },
      onOpened: (page, model) => {
        void this._begin(page, model);
      }
    };
  }

  private _createModel(played: IPlayed): PlayerModel {
    const { progress, trans } = this._options;
    const { _outlines: outlines, _marks: marks, _replacements: replacements } = this;
    return new PlayerModel({ outlines, progress, marks, replacements, trans }, played);
  }

  private _createBar(model: PlayerModel): PlayerBar {
    return new PlayerBar({
      model,
      trans: this._options.trans,
      onAction: action => void this.actions.run(model, action)
    });
  }

  /** A viewer of any kind can show a step, also one that another extension brings later. */
  private _watchDocuments(): void {
    const { docRegistry } = this._options.app;
    const extension: DocumentRegistry.WidgetExtension = {
      createNew: (widget: IDocumentWidget, context: DocumentRegistry.Context) =>
        this._onDocument(widget, context)
    };
    for (const { name } of docRegistry.widgetFactories()) {
      docRegistry.addWidgetExtension(name, extension);
    }
    docRegistry.changed.connect((_, { type, name, change }) => {
      if (type === 'widgetFactory' && change === 'added' && name !== undefined) {
        docRegistry.addWidgetExtension(name, extension);
      }
    });
  }

  private _onDocument(widget: IDocumentWidget, context: DocumentRegistry.Context): IDisposable {
    this._files.add(widget, context);
    return new StepDocument(widget, context, {
      outlines: this._outlines,
      notebook: each => (each instanceof NotebookPanel ? each.content.model : null),
      persona: () => this._persona,
      createModel: played => this._createModel(played),
      createBar: model => this._createBar(model),
      onPlayed: (shown, model) => {
        const counted = this.players.add(shown, model);
        let position: IDisposable | null = null;
        void this._begin(shown, model).then(begun => {
          position = begun;
          if (counted.isDisposed) {
            begun?.dispose();
          }
        });
        return new DisposableDelegate(() => {
          counted.dispose();
          position?.dispose();
        });
      }
    });
  }

  /** Once a step is in view: say what one should know, go on where one was, and note the visit. */
  private async _begin(widget: Widget, model: PlayerModel): Promise<IDisposable | null> {
    await whenShown(widget);
    await model.load();
    if (model.isDisposed || widget.isDisposed) {
      return null;
    }
    announceNotices(model, this._sayNotice);
    if (model.played.isCopy) {
      return null;
    }
    if (widget instanceof NotebookPanel) {
      await widget.revealed;
      return this._followNotebook(widget, model);
    }
    void this._marks.put(model.step, { cell: null });
    return null;
  }

  private _followNotebook(panel: NotebookPanel, model: PlayerModel): IDisposable {
    const position = new NotebookPosition(panel, {
      cell: model.cell,
      clock: windowClock,
      tell: (cell, isLeaving) => {
        void this._marks.put(model.step, { cell }, isLeaving);
      },
      onResumed: n => {
        this._say(this._options.trans.__('You are at cell %1, where you were last.', String(n)));
      }
    });
    this._positions.add(position);
    return new DisposableDelegate(() => {
      this._positions.delete(position);
      position.dispose();
    });
  }

  private _watchWindow(): void {
    const leave = (): void => {
      this._positions.forEach(position => {
        position.leave();
      });
    };
    const refresh = (): void => {
      this._outlines.refreshOld();
      this.players.refresh();
    };
    window.addEventListener('pagehide', () => {
      leave();
      this._marks.leave();
    });
    window.addEventListener('online', () => {
      refresh();
      void this._marks.drain();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        refresh();
      } else {
        leave();
      }
    });
    this._options.app.commands.commandExecuted.connect((_, { id, args }) => {
      if (id === OPEN_STEP && isKey(args.course)) {
        void this._outlines.open(args.course);
      }
    });
  }

  private readonly _say = (sentence: string): void => {
    this._region.say(sentence);
  };

  private readonly _sayNotice = sayOnceAtATime(this._say);
  private readonly _region = new LiveRegion();
  private readonly _files = new OpenDocuments();
  private readonly _positions = new Set<NotebookPosition>();
  private readonly _outlines: Outlines;
  private readonly _marks: StepMarks;
  private readonly _replacements: Replacements;
  private _persona: string | null | undefined;
}
