import { afterEach, describe, expect, it } from 'vitest';

import { focusWidget } from '../focus';

function widget(): { node: HTMLElement; buttons: NodeListOf<HTMLElement> } {
  document.body.innerHTML = '<div tabindex="-1"><button>A</button><button>B</button></div>';
  const node = document.body.firstElementChild as HTMLElement;
  return { node, buttons: node.querySelectorAll('button') };
}

describe('focusWidget', () => {
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('brings the focus into the widget, to what is first in it', () => {
    const { node, buttons } = widget();

    focusWidget(node);
    expect(document.activeElement).toBe(node);
    buttons[0].blur();
    node.blur();

    focusWidget(node, buttons[0]);
    expect(document.activeElement).toBe(buttons[0]);
  });

  it('leaves the focus where it is in the widget', () => {
    const { node, buttons } = widget();
    buttons[1].focus();

    focusWidget(node, buttons[0]);

    expect(document.activeElement).toBe(buttons[1]);
  });
});
