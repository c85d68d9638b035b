import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen } from '@testing-library/dom';
import React from 'react';
import type { Root } from 'react-dom/client';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ErrorNote } from '../ErrorNote';

const trans = nullTranslator.load('x');

let panel: HTMLElement;
let root: Root;

function show(content: React.JSX.Element): void {
  flushSync(() => {
    root.render(content);
  });
}

describe('ErrorNote', () => {
  beforeEach(() => {
    panel = document.createElement('div');
    panel.tabIndex = -1;
    document.body.append(panel);
    root = createRoot(panel);
    show(
      <ErrorNote
        what={trans.__('It failed.')}
        safe={trans.__('All is safe.')}
        trans={trans}
        onRetry={() => {
          show(<p>{trans.__('Reading…')}</p>);
        }}
      />
    );
  });

  afterEach(() => {
    flushSync(() => {
      root.unmount();
    });
    panel.remove();
  });

  it('leaves the focus in its panel when it goes away with the button that was pressed', () => {
    const retry = screen.getByRole('button', { name: 'Retry' });
    retry.focus();

    fireEvent.click(retry);

    expect(document.activeElement).toBe(panel);
  });

  it('takes the focus from nobody else', () => {
    const other = document.createElement('input');
    document.body.append(other);
    other.focus();

    show(<p>{trans.__('Reading…')}</p>);

    expect(document.activeElement).toBe(other);
    other.remove();
  });
});
