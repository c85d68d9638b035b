/** JupyterLab's mark of a notebook in which somebody writes: keys of command mode are off. */
const WRITING_CLASS = 'jp-mod-readWrite';

/**
 * Keep a notebook's keys away from what is in it beside its cells.
 *
 * To JupyterLab the focus on one of our buttons is command mode: `d d` there would delete the cell,
 * and an arrow in a list of choices would leave for the next one.
 */
export function keepCellKeysAway(node: HTMLElement): void {
  node.addEventListener('focusin', () => {
    // After the notebook's own listener, which takes the mark away.
    window.setTimeout(() => {
      if (node.contains(document.activeElement)) {
        node.closest('.jp-Notebook')?.classList.add(WRITING_CLASS);
      }
    });
  });
}
