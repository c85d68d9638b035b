import { Dialog } from '@jupyterlab/apputils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { INewCourse } from '../dialogs';
import { askNewCourse } from '../dialogs';
import { trans } from './fakes';

describe('askNewCourse', () => {
  beforeEach(() => {
    // jsdom has none; Lab draws dialogs in it
    vi.stubGlobal('requestIdleCallback', (act: () => void) => window.setTimeout(act));
  });

  afterEach(() => {
    Dialog.flush();
    vi.unstubAllGlobals();
  });

  async function fill(title: string, path: string): Promise<INewCourse | null> {
    const asked = askNewCourse(trans, 'here');
    await vi.waitFor(() => {
      expect(document.querySelector('.jp-Hybrid-NewCourse')).not.toBeNull();
    });
    const fields = document.querySelectorAll<HTMLInputElement>('.jp-Hybrid-NewCourse input');
    fields[0].value = title;
    fields[1].value = path;
    document.querySelector<HTMLElement>('.jp-Dialog .jp-mod-accept')?.click();
    return asked;
  }

  it.each([
    ['Stones', '/geo/stones/', 'Stones', 'geo/stones'],
    [' ', 'geo/stones', 'stones', 'geo/stones'],
    ['Stones', '', 'Stones', 'here/my_course']
  ])('takes the title %j and the folder %j for %j in %j', async (...given) => {
    const [typedTitle, typedPath, title, path] = given;

    expect(await fill(typedTitle, typedPath)).toEqual({ title, path });
  });
});
