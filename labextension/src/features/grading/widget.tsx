import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import type { DateWords } from '../../shared/dates';
import { focusWidget } from '../../shared/focus';
import { GradingView } from './components/GradingView';
import type { ShowWork } from './components/Work';
import { gradingIcon } from './icon';
import { PAGE } from './model';
import type { GradingModel } from './model';
import { regradeWords } from './regrade';
import type { RegradeModel } from './regrade';

export interface IGradingPageOptions {
  readonly model: GradingModel;
  readonly regrade: RegradeModel;
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  readonly show: ShowWork;
}

/** The tab where a trainer grades by hand. */
export class GradingPage extends VDomRenderer<GradingModel> {
  constructor(private readonly _options: IGradingPageOptions) {
    super(_options.model);
    const { trans, regrade } = _options;
    this.id = 'jupyter-hybrid-grading';
    this.addClass('jp-Hybrid-Grading');
    this.title.label = trans.__('Grading');
    this.title.caption = trans.__('Grade by hand');
    this.title.icon = gradingIcon;
    this.title.closable = true;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Grading'));
    this.node.tabIndex = -1;
    regrade.stateChanged.connect(this._onRegrade);
  }

  /** Show a course; null for the one that is shown, or the first. */
  async showCourse(course: string | null): Promise<void> {
    await this.model.load(course ?? this.model.course);
    const { regrade } = this._options;
    if (this._isRegrading && this.model.course !== null && !this.isDisposed) {
      await regrade.load(this.model.course);
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._options.regrade.stateChanged.disconnect(this._onRegrade);
      this._options.regrade.dispose();
    }
    super.dispose();
  }

  protected onActivateRequest(): void {
    focusWidget(this.node);
  }

  protected render(): React.JSX.Element {
    const { model, _options: options } = this;
    const { regrade, trans } = options;
    return (
      <GradingView
        {...options}
        {...this._shown()}
        regrade={{
          exercises: regrade.exercises,
          exercise: regrade.exercise,
          regrade: regrade.regrade,
          words: regrade.regrade === null ? '' : regradeWords(regrade.regrade, trans),
          isBusy: regrade.isBusy,
          note: regrade.note,
          onChoose: id => {
            regrade.choose(id);
          },
          onBegin: () => void regrade.begin(),
          onCancel: () => void regrade.cancel(),
          onApply: () => void regrade.apply()
        }}
        isRegrading={this._isRegrading}
        onCourse={course => void this.showCourse(course)}
        onRefresh={() => void model.load()}
        onRegrading={isRegrading => {
          this._isRegrading = isRegrading;
          void this.showCourse(null);
        }}
        onFilter={wanted => void model.filter(wanted)}
        onTurn={offset => void model.turn(offset)}
        onOpen={attempt => void model.open(attempt)}
        onType={draft => {
          model.type(draft);
        }}
        onSave={() => void model.save()}
        onPrevious={() => void model.previous()}
        onBack={() => {
          void model.back();
          this.node.focus();
        }}
      />
    );
  }

  private _shown() {
    const { model } = this;
    return {
      course: model.course,
      courses: model.courses,
      list: model.list,
      shown: model.shown,
      exercise: model.exercise,
      isBlind: model.isBlind,
      offset: model.offset,
      total: model.total,
      pageSize: PAGE,
      answer: model.answer,
      cell: model.cell,
      draft: model.draft,
      isSaving: model.isSaving,
      note: model.note
    };
  }

  private readonly _onRegrade = (): void => {
    this.update();
  };

  private _isRegrading = false;
}
