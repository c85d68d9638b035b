import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';

import type { ILintMessage } from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { CourseChecks } from './checks';
import { askablePath } from './courseFolder';
import type { ILintView } from './components/LintView';
import { LintView } from './components/LintView';
import { codeCheckIcon } from './icons';
import { countMessages, groupByFile } from './placement';

export interface ILintPanelOptions {
  readonly folder: string;
  readonly checks: CourseChecks;
  readonly trans: TranslationBundle;
  readonly onOpen: (folder: string, message: ILintMessage) => void;
}

/** The panel with everything that is wrong with one course. */
export class LintPanel extends ReactWidget {
  constructor(private readonly _options: ILintPanelOptions) {
    super();
    const { folder, checks, trans } = _options;
    this.id = `jupyter-hybrid-lint-${folder}`;
    this.addClass('jp-Hybrid-Lint');
    this.title.label = trans.__('Check: %1', folder === '' ? trans.__('Course') : folder);
    this.title.caption = trans.__('What to mend in a course');
    this.title.icon = codeCheckIcon;
    this.title.closable = true;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', this.title.caption);
    this.node.tabIndex = -1;
    checks.changed.connect((_, changed) => {
      if (changed === folder) {
        this.update();
      }
    }, this);
  }

  /** Path of the course folder. */
  get folder(): string {
    return this._options.folder;
  }

  protected onActivateRequest(): void {
    this.node.focus();
  }

  protected render(): React.JSX.Element {
    const { trans, checks, folder, onOpen } = this._options;
    return (
      <LintView
        view={this._view}
        trans={trans}
        onCheck={() => {
          // The failure is shown in the panel.
          checks.check(askablePath(folder)).catch(() => undefined);
        }}
        onOpen={message => {
          onOpen(folder, message);
        }}
      />
    );
  }

  private get _view(): ILintView<ILintMessage> {
    const { checks, folder, trans } = this._options;
    const { report, isChecking, failure } = checks.get(folder);
    return {
      folder,
      files: report === null ? null : groupByFile(report.messages),
      ...countMessages(report?.messages ?? []),
      isChecking,
      failure: failure === null ? null : failureWords(failure, trans)
    };
  }
}
