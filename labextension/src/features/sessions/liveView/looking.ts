import type { StaticNotebook } from '@jupyterlab/notebook';
import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';

const SCROLL_KEYS = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' ']);

/**
 * Calls `onScroll` when a person scrolls a notebook: with wheel, finger, keys or the scroll bar.
 *
 * The event `scroll` is of no use: following the presenter scrolls too.
 */
export function watchScrolling(notebook: StaticNotebook, onScroll: () => void): IDisposable {
  const onKey = (event: KeyboardEvent): void => {
    if (SCROLL_KEYS.has(event.key)) {
      onScroll();
    }
  };
  const onPointer = (event: PointerEvent): void => {
    // a press on the scroll bar, as opposed to one on a cell
    if (event.target === notebook.outerNode) {
      onScroll();
    }
  };
  const { node } = notebook;
  const options = { capture: true, passive: true };
  node.addEventListener('wheel', onScroll, options);
  node.addEventListener('touchmove', onScroll, options);
  node.addEventListener('keydown', onKey, options);
  node.addEventListener('pointerdown', onPointer, options);
  return new DisposableDelegate(() => {
    node.removeEventListener('wheel', onScroll, options);
    node.removeEventListener('touchmove', onScroll, options);
    node.removeEventListener('keydown', onKey, options);
    node.removeEventListener('pointerdown', onPointer, options);
  });
}
