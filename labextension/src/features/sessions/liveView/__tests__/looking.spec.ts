import type { StaticNotebook } from '@jupyterlab/notebook';
import { describe, expect, it, vi } from 'vitest';

import { watchScrolling } from '../looking';

function setUp(): { node: HTMLElement; scroller: HTMLElement; cell: HTMLElement } {
  const [node, scroller, cell] = ['div', 'div', 'div'].map(tag => document.createElement(tag));
  node.appendChild(scroller);
  scroller.appendChild(cell);
  return { node, scroller, cell };
}

describe('watchScrolling', () => {
  it.each([
    ['wheel', new WheelEvent('wheel', { bubbles: true }), 1],
    ['finger', new Event('touchmove', { bubbles: true }), 1],
    ['PageDown', new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }), 1],
    ['a letter', new KeyboardEvent('keydown', { key: 'f', bubbles: true }), 0],
    ['a press on a cell', new MouseEvent('pointerdown', { bubbles: true }), 0],
    ['scrolling by program', new Event('scroll', { bubbles: true }), 0]
  ])('hears a person scroll, and nothing else: %s', (_, event, n) => {
    const { node, scroller, cell } = setUp();
    const heard = vi.fn();
    watchScrolling({ node, outerNode: scroller } as unknown as StaticNotebook, heard);

    cell.dispatchEvent(event);

    expect(heard).toHaveBeenCalledTimes(n);
  });

  it('hears a press on the scroll bar', () => {
    const { node, scroller } = setUp();
    const heard = vi.fn();
    watchScrolling({ node, outerNode: scroller } as unknown as StaticNotebook, heard);

    scroller.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }));

    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('hears nothing once it is disposed of', () => {
    const { node, scroller, cell } = setUp();
    const heard = vi.fn();
    const notebook = { node, outerNode: scroller } as unknown as StaticNotebook;
    watchScrolling(notebook, heard).dispose();

    cell.dispatchEvent(new WheelEvent('wheel', { bubbles: true }));

    expect(heard).not.toHaveBeenCalled();
  });
});
