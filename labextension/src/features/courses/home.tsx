import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';

import { focusWidget } from '../../shared/focus';
import { coursesIcon } from '../../shared/icons';
import { CourseHomeView } from './components/CourseHomeView';
import type { IStepActions } from './components/StepActions';
import type { CoursesModel } from './model';

export interface ICourseHomeOptions {
  readonly model: CoursesModel;
  /** Language of the reader. */
  readonly language: string;
  /** What steps can do now; asked at every rendering. */
  readonly actions: () => IStepActions;
  readonly onEnrol: (course: string, code: string | null) => void;
  /** Opens the page where a trainer grades; null for everybody else. Asked at every rendering. */
  readonly onGrade: () => ((course: string) => void) | null;
}

/** A tab with everything about one course. */
export class CourseHome extends VDomRenderer<CoursesModel> {
  constructor(
    readonly course: string,
    private readonly _options: ICourseHomeOptions
  ) {
    super(_options.model);
    this.id = `jupyter-hybrid-home-${course}`;
    this.addClass('jp-Hybrid-Home');
    this.title.icon = coursesIcon;
    this.title.label = course;
    this.title.closable = true;
    this.node.setAttribute('role', 'region');
    this.node.tabIndex = -1;
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    void this._load();
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    // The words for days age while nobody looks.
    this.update();
  }

  protected onActivateRequest(): void {
    focusWidget(this.node);
  }

  protected onUpdateRequest(msg: Message): void {
    const course = this.model.course(this.course);
    const title = course.kind === 'ready' ? course.value.title : this.course;
    this.title.label = title;
    this.node.setAttribute('aria-label', title);
    super.onUpdateRequest(msg);
  }

  protected render(): React.JSX.Element {
    const { model, course: key, _options: options } = this;
    return (
      <CourseHomeView
        {...options.actions()}
        course={model.course(key)}
        language={options.language}
        onRefresh={() => void model.refresh()}
        onOpen={() => void model.read(key)}
        onEnrol={options.onEnrol}
        onGrade={options.onGrade()}
      />
    );
  }

  private async _load(): Promise<void> {
    await this.model.load();
    // Whoever closes the tab meanwhile has taken its model away.
    if (!this.isDisposed) {
      await this.model.read(this.course);
    }
  }
}
