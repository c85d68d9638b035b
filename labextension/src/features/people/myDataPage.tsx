import type { TranslationBundle } from '@jupyterlab/translation';
import { userIcon, VDomRenderer } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';

import { focusWidget } from '../../shared/focus';
import type { DateWords } from '../../shared/dates';
import { MyDataView } from './components/MyDataView';
import type { MyDataModel } from './myData';

/** The tab with everything that is stored about a person. */
export class MyDataPage extends VDomRenderer<MyDataModel> {
  constructor(
    model: MyDataModel,
    private readonly _trans: TranslationBundle,
    private readonly _dates: DateWords
  ) {
    super(model);
    this.id = 'jupyter-hybrid-my-data';
    this.addClass('jp-Hybrid-MyData');
    this.title.label = _trans.__('My data');
    this.title.icon = userIcon;
    this.title.closable = true;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Everything stored about me'));
    this.node.tabIndex = -1;
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    void this.model.refresh();
  }

  protected onActivateRequest(): void {
    focusWidget(this.node);
  }

  protected render(): React.JSX.Element {
    const { model, _trans: trans, _dates: dates } = this;
    return (
      <MyDataView
        data={model.data}
        trans={trans}
        dates={dates}
        onRefresh={() => void model.refresh()}
        onDownload={() => {
          model.download();
        }}
      />
    );
  }
}
