import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import { Notification, WidgetTracker } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CourseChecks } from './checks';
import { LintPanel } from './lintPanel';
import { openMessage } from './opener';

/** Below this width, in px, two documents side by side are too narrow to read. */
const WIDE_PX = 900;

export interface ILintPanelsOptions {
  readonly shell: JupyterFrontEnd.IShell;
  /** Null in Notebook 7, whose main area holds one document only. */
  readonly labShell: ILabShell | null;
  readonly documents: IDocumentManager;
  readonly checks: CourseChecks;
  readonly trans: TranslationBundle;
}

/** The panels with what lint says, one for each course folder. */
export class LintPanels {
  constructor(private readonly _options: ILintPanelsOptions) {}

  /** Bring the panel of a course folder to the front. */
  show(folder: string): void {
    const { shell } = this._options;
    const panel = this._tracker.find(each => each.folder === folder) ?? this._add(folder);
    shell.activateById(panel.id);
    // The command palette gives the focus back to where it was once the command has begun.
    window.setTimeout(() => {
      shell.activateById(panel.id);
    });
  }

  private _add(folder: string): LintPanel {
    const { shell, labShell, documents, checks, trans } = this._options;
    const panel = new LintPanel({
      folder,
      checks,
      trans,
      onOpen: (course, message) => {
        openMessage(documents, course, message).then(
          isShown => {
            if (!isShown) {
              Notification.error(trans.__('The file %1 could not be opened.', message.file));
            }
          },
          (error: unknown) => {
            console.warn('jupyter-hybrid: a place in a course could not be shown', error);
          }
        );
      }
    });
    void this._tracker.add(panel);
    if (labShell === null) {
      shell.add(panel, 'right');
    } else {
      const mode = window.innerWidth > WIDE_PX ? 'split-right' : 'tab-after';
      shell.add(panel, 'main', { mode, type: 'Course Check' });
    }
    return panel;
  }

  private readonly _tracker = new WidgetTracker<LintPanel>({ namespace: 'hybrid-lint' });
}
