import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';

import { focusWidget } from '../../shared/focus';
import { coursesIcon } from '../../shared/icons';
import type { IStepActions } from './components/StepActions';
import { CoursesView } from './components/CoursesView';
import type { ICatalogueFilter } from './catalogue';
import type { CoursesModel } from './model';

export interface ICoursesPanelOptions {
  readonly model: CoursesModel;
  readonly trans: TranslationBundle;
  /** What steps can do now; asked at every rendering. */
  readonly actions: () => IStepActions;
  readonly onOpenHome: (course: string) => void;
  readonly onEnrol: (course: string, code: string | null) => void;
  /** The list of courses was narrowed or widened. */
  readonly onFiltered: () => void;
}

/** The Courses panel of a side bar. */
export class CoursesPanel extends VDomRenderer<CoursesModel> {
  constructor(private readonly _options: ICoursesPanelOptions) {
    super(_options.model);
    const { trans } = _options;
    this.id = 'jupyter-hybrid-courses';
    this.addClass('jp-Hybrid-CoursesPanel');
    this.title.icon = coursesIcon;
    this.title.caption = trans.__('Courses');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Courses'));
    this.node.tabIndex = -1;
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      void this.model.load();
    }
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    // The words for days age while nobody looks.
    this.update();
    void this.model.load();
  }

  protected onActivateRequest(): void {
    focusWidget(this.node, this.node.querySelector<HTMLElement>('button'));
  }

  protected render(): React.JSX.Element {
    const { model, _options: options } = this;
    return (
      <CoursesView
        {...options.actions()}
        view={model.view}
        onRefresh={() => void model.refresh()}
        onFilter={(filter: ICatalogueFilter) => {
          model.setFilter(filter);
          options.onFiltered();
        }}
        onOpen={course => void model.open(course)}
        onClose={course => {
          model.close(course);
        }}
        onEnrol={options.onEnrol}
        onOpenHome={options.onOpenHome}
      />
    );
  }
}
