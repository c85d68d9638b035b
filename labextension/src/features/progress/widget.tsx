import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { CourseStatusView } from './components/CourseStatusView';
import type { CourseStatus } from './status';

/** The item of the status bar. */
export class CourseStatusItem extends VDomRenderer<CourseStatus> {
  constructor(
    status: CourseStatus,
    private readonly _trans: TranslationBundle,
    private readonly _onClick: () => void
  ) {
    super(status);
    this.addClass('jp-Hybrid-CourseStatusItem');
  }

  protected render(): React.JSX.Element | null {
    const progress = this.model.progress;
    return (
      progress && <CourseStatusView {...progress} trans={this._trans} onClick={this._onClick} />
    );
  }
}
