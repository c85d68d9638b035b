import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { keepCellKeysAway } from '../cellKeys';

const WRITING = 'jp-mod-readWrite';

function show(): { notebook: HTMLElement; bar: HTMLElement; button: HTMLElement } {
  const notebook = document.createElement('div');
  notebook.className = 'jp-Notebook';
  notebook.innerHTML = '<div><button>Check</button></div>';
  const [bar, button] = notebook.querySelectorAll<HTMLElement>('div, button');
  document.body.append(notebook);
  keepCellKeysAway(bar);
  // As JupyterLab does: a button is nothing that one writes in.
  notebook.addEventListener('focusin', () => {
    notebook.classList.remove(WRITING);
  });
  return { notebook, bar, button };
}

describe('keepCellKeysAway', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  it('turns the keys of cells off while a button has the focus', () => {
    const { notebook, button } = show();

    button.focus();
    vi.runAllTimers();

    expect(notebook.classList.contains(WRITING)).toBe(true);
  });

  it('leaves them on if the focus has gone on', () => {
    const { notebook, button } = show();

    button.focus();
    button.blur();
    vi.runAllTimers();

    expect(notebook.classList.contains(WRITING)).toBe(false);
  });
});
