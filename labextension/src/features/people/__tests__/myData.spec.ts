import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { NetworkError } from '../../../api/errors';
import type { IMyData } from '../../../api/types';
import { MyDataModel } from '../myData';

const DATA: IMyData = {
  person: 'eva müller',
  exported_at: '2026-11-22T20:00:00Z',
  enrolments: [{ course: 'python' }],
  steps: [],
  attempts: [],
  given_up: [],
  sessions: []
};

function build(myData: () => Promise<IMyData>) {
  const files = new Map<string, string>();
  const model = new MyDataModel({
    api: { myData },
    trans: nullTranslator.load('x'),
    download: (name, text) => files.set(name, text)
  });
  return { files, model };
}

describe('MyDataModel', () => {
  it('hands out exactly what the server has said', async () => {
    const { files, model } = build(() => Promise.resolve(DATA));
    model.download();
    expect(files.size).toBe(0);

    await model.refresh();
    model.download();

    const [[name, text] = ['', '']] = files;
    expect(name).toBe('jupyter-hybrid-eva_m_ller-2026-11-22.json');
    expect(JSON.parse(text)).toEqual(DATA);
  });

  it('says why nothing can be shown', async () => {
    const { model } = build(() => Promise.reject(new NetworkError('gone')));

    await model.refresh();

    expect(model.data).toEqual({ kind: 'failed', words: 'The server cannot be reached.' });
  });
});
