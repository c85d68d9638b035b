import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IHybridApi } from '../../api/tokens';
import type { IMyData } from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { Loaded } from '../../shared/loaded';

export interface IMyDataModelOptions {
  readonly api: Pick<IHybridApi, 'myData'>;
  readonly trans: TranslationBundle;
  /** Put a text into a file of the browser's download folder. */
  readonly download: (name: string, text: string) => void;
}

/** Everything that the server has stored about the person of this window. */
export class MyDataModel extends VDomModel {
  constructor(private readonly _options: IMyDataModelOptions) {
    super();
  }

  get data(): Loaded<IMyData> {
    return this._data;
  }

  /** Ask the server; what is there stays until it has answered. */
  async refresh(): Promise<void> {
    const { api, trans } = this._options;
    try {
      this._data = { kind: 'ready', value: await api.myData() };
    } catch (error) {
      this._data = { kind: 'failed', words: failureWords(error, trans) };
    }
    this.stateChanged.emit();
  }

  /** Hand out all of it as one JSON file. */
  download(): void {
    if (this._data.kind === 'ready') {
      const { value } = this._data;
      const day = value.exported_at.slice(0, 'YYYY-MM-DD'.length);
      this._options.download(
        `jupyter-hybrid-${value.person.replace(/[^\w-]+/g, '_')}-${day}.json`,
        `${JSON.stringify(value, null, 2)}\n`
      );
    }
  }

  private _data: Loaded<IMyData> = { kind: 'loading' };
}

/** Put a text into a file of the browser's download folder. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  // Some browsers read the file only after the click has returned.
  window.setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
