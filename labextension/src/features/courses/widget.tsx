import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';

import type { IStepKey } from '../../api/types';
import { coursesIcon } from '../../shared/icons';
import { CoursesView } from './components/CoursesView';
import type { CoursesModel } from './model';

/** The Courses panel of a side bar. */
export class CoursesPanel extends VDomRenderer<CoursesModel> {
  constructor(
    model: CoursesModel,
    private readonly _trans: TranslationBundle,
    private readonly _onOpenStep: (step: IStepKey) => void
  ) {
    super(model);
    this.id = 'jupyter-hybrid-courses';
    this.addClass('jp-Hybrid-CoursesPanel');
    this.title.icon = coursesIcon;
    this.title.caption = _trans.__('Courses');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Courses'));
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
    void this.model.load();
  }

  protected onActivateRequest(): void {
    const first = this.node.querySelector<HTMLElement>('button');
    (first ?? this.node).focus();
  }

  protected render(): React.JSX.Element {
    const { model, _trans: trans, _onOpenStep: onOpenStep } = this;
    return (
      <CoursesView
        view={model.view}
        trans={trans}
        onRefresh={() => void model.refresh()}
        onOpen={course => void model.open(course)}
        onClose={course => {
          model.close(course);
        }}
        onOpenStep={onOpenStep}
      />
    );
  }
}
