import type { JupyterFrontEnd } from '@jupyterlab/application';
import { screen } from '@testing-library/dom';
import { Widget } from '@lumino/widgets';
import { beforeEach, describe, expect, it } from 'vitest';

import { LiveSteps } from '../liveStepOpener';
import type { PlayerModel } from '../model';
import { Players } from '../players';
import { PlayerBar } from '../widget';
import { FakeParts, key, provideIdleTime, settled, trans } from './fakes';

/** A shell that attaches what it gets once it is restored, or never. */
class FakeShell {
  readonly restored: Promise<void>;
  restore: () => void = () => undefined;
  readonly added: Widget[] = [];
  readonly activated: string[] = [];

  constructor(private readonly _hasRoom: boolean) {
    this.restored = new Promise(resolve => {
      this.restore = () => {
        if (this._hasRoom) {
          this.added.forEach(widget => {
            Widget.attach(widget, document.body);
          });
        }
        resolve();
      };
    });
  }

  add(widget: Widget): void {
    this.added.push(widget);
  }

  activateById(id: string): void {
    this.activated.push(id);
  }
}

function open(
  shell: FakeShell,
  model: PlayerModel,
  onOpened: (page: Widget) => void = () => undefined
): LiveSteps {
  return new LiveSteps({
    shell: shell as unknown as JupyterFrontEnd.IShell,
    restored: shell.restored,
    trans,
    players: new Players(),
    createModel: () => model,
    createBar: each => new PlayerBar({ model: each, trans, onAction: () => undefined }),
    page: { sessions: null, locale: 'en', onJoin: () => undefined },
    onOpened
  });
}

describe('the page of a live step', () => {
  let parts: FakeParts;
  let model: PlayerModel;

  beforeEach(async () => {
    provideIdleTime();
    globalThis.ResizeObserver = class {
      observe(): void {
        return;
      }
      unobserve(): void {
        return;
      }
      disconnect(): void {
        return;
      }
    };
    parts = new FakeParts();
    model = await parts.model({ kind: 'live', release: null });
  });

  it('comes back as a tab, and not as a dialog, while the window is being restored', async () => {
    const shell = new FakeShell(true);
    open(shell, model).open(key());
    await settled();
    expect(screen.queryByText('Close')).toBeNull();

    shell.restore();
    await settled();

    expect(screen.queryByText('Close')).toBeNull();
    expect(shell.added[0].isAttached).toBe(true);
    shell.added[0].dispose();
  });

  it('is a dialog where the window has room for one document only', async () => {
    const shell = new FakeShell(false);
    shell.restore();

    const opened: Widget[] = [];

    open(shell, model, page => opened.push(page)).open(key());

    const close = await screen.findByText('Close');
    expect(opened.some(page => page.isVisible)).toBe(true);
    close.click();
    await settled();
    expect(parts.api.marks).toEqual([]);
  });

  it('can be marked as done in the dialog, which has no bar', async () => {
    const shell = new FakeShell(false);
    shell.restore();
    open(shell, model).open(key());

    (await screen.findByText('Mark as done')).click();
    await settled();

    expect(parts.api.marks.map(({ mark }) => mark)).toEqual([{ is_done: true }]);
    expect(model.isDisposed).toBe(true);
  });
});
