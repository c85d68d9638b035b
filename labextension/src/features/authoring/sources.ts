import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { IHybridApi } from '../../api/tokens';
import type { CourseChecks } from './checks';
import { dryRun, goTo } from './commands';
import { DryRuns } from './dryRuns';
import type { IAuthoringParts, ISourceParts } from './notebook';
import { NotebookAuthoring } from './notebook';
import { CellStrip, CellToolbar } from './widget';
import type { IAuthoringWidgetOptions } from './widget';

export interface ISourceNotebooksOptions {
  readonly api: Pick<IHybridApi, 'dryRun'>;
  readonly checks: CourseChecks;
  readonly commands: CommandRegistry;
  readonly contents: Contents.IManager;
  readonly tracker: INotebookTracker;
  readonly trans: TranslationBundle;
  readonly say: (sentence: string) => void;
}

/** The source notebooks that are open in a trainer's window; none in anybody else's. */
export class SourceNotebooks {
  constructor(private readonly _options: ISourceNotebooksOptions) {}

  /** Whether this window belongs to a trainer. */
  get isOn(): boolean {
    return this._isOn;
  }

  /** The source notebook in front, or null. */
  get current(): ISourceParts | null {
    const panel = this._options.tracker.currentWidget;
    return (panel && this._notebooks.get(panel)?.source) ?? null;
  }

  /** The window belongs to a trainer: look at every notebook that is or will be open. */
  start(): void {
    const { tracker, commands } = this._options;
    this._isOn = true;
    tracker.widgetAdded.connect((_, panel) => {
      this._watch(panel);
    }, this);
    tracker.forEach(panel => {
      this._watch(panel);
    });
    for (const changed of [tracker.currentChanged, tracker.activeCellChanged]) {
      changed.connect(() => {
        commands.notifyCommandChanged();
      }, this);
    }
    commands.notifyCommandChanged();
  }

  private _watch(panel: NotebookPanel): void {
    void panel.context.ready.then(() => {
      if (!panel.isDisposed && !this._notebooks.has(panel)) {
        this._notebooks.set(panel, new NotebookAuthoring(panel, this._parts));
      }
    });
  }

  private readonly _widgetOptions = (source: ISourceParts): IAuthoringWidgetOptions => {
    const { trans, say } = this._options;
    return {
      source,
      trans,
      say,
      onGoTo: (from, kind) => void goTo(source, from, kind, { trans, say }),
      onDryRun: exercise => void dryRun(source, exercise, { trans, say })
    };
  };

  private get _parts(): IAuthoringParts {
    const { api, checks, commands, contents } = this._options;
    return {
      checks,
      contents,
      onKindChanged: () => {
        commands.notifyCommandChanged();
      },
      createDryRuns: notebook => new DryRuns(api, notebook),
      createToolbar: source => new CellToolbar(this._widgetOptions(source)),
      createStrip: (source, cell) => new CellStrip(this._widgetOptions(source), cell)
    };
  }

  private readonly _notebooks = new WeakMap<NotebookPanel, NotebookAuthoring>();
  private _isOn = false;
}
