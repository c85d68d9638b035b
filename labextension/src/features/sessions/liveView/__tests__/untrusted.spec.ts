import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { MimeModel, RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';

import { FetchlessSanitizer } from '../fetches';
import { untrustedRegistry } from '../untrusted';

declare global {
  interface Window {
    wasRun?: boolean;
  }
}

const trans = nullTranslator.load('jupyter_hybrid');
const labs = new RenderMimeRegistry({ initialFactories: standardRendererFactories });

function untrusted(registry = labs): RenderMimeRegistry {
  return untrustedRegistry(registry, { sanitizer: new FetchlessSanitizer(trans), trans });
}

/** Render a bundle as a cell's output does; gives the element. */
async function render(
  data: Record<string, string>,
  registry: IRenderMimeRegistry = untrusted(),
  trusted = true
): Promise<HTMLElement> {
  const model = new MimeModel({ data, trusted, metadata: { trusted: true } });
  const type = registry.preferredMimeType(data, trusted ? 'any' : 'ensure');
  if (type === undefined) {
    throw new Error('no renderer');
  }
  const renderer = registry.createRenderer(type);
  document.body.appendChild(renderer.node);
  await renderer.renderModel(model);
  await Promise.resolve();
  return renderer.node;
}

describe('untrustedRegistry', () => {
  afterEach(() => {
    document.body.textContent = '';
    delete window.wasRun;
  });

  it('runs no script of an HTML output, however trusted it says it is', async () => {
    const html = '<b>bold</b><script>window.wasRun = true</script>';

    const node = await render({ 'text/html': html });

    expect(node.querySelector('script')).toBeNull();
    expect(node.querySelector('b')?.textContent).toBe('bold');
    expect(window.wasRun).toBeUndefined();
  });

  it('drops handlers', async () => {
    const node = await render({ 'text/html': '<img src="data:," onerror="window.wasRun = true">' });

    expect(node.innerHTML).not.toContain('onerror');
  });

  it('drops what would run a command at a click', async () => {
    const node = await render({
      'text/html': '<button data-commandlinker-command="docmanager:delete-file">click</button>'
    });

    expect(node.textContent).toBe('click');
    expect(node.innerHTML).not.toContain('commandlinker');
  });

  it('shows a JavaScript output as its text', async () => {
    const node = await render({
      'application/javascript': 'window.wasRun = true',
      'text/plain': '<IPython.core.display.Javascript object>'
    });

    expect(node.textContent).toContain('Javascript object');
    expect(window.wasRun).toBeUndefined();
  });

  it('shows a widget as its text', async () => {
    const withWidgets = labs.clone();
    withWidgets.addFactory({
      safe: false,
      mimeTypes: ['application/vnd.jupyter.widget-view+json'],
      createRenderer: () => {
        throw new Error('a widget of another person was created');
      }
    });

    const node = await render(
      { 'application/vnd.jupyter.widget-view+json': '{}', 'text/plain': 'IntSlider(value=7)' },
      untrusted(withWidgets)
    );

    expect(node.textContent).toContain('IntSlider(value=7)');
  });

  it('shows SVG as an image, where scripts are inert', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg"><script>window.wasRun = true</script></svg>';

    const node = await render({ 'image/svg+xml': svg, 'text/plain': '<Figure>' }, undefined, false);

    expect(node.querySelector('img')?.src).toMatch(/^data:image\/svg/);
    expect(node.querySelector('svg')).toBeNull();
  });

  it('keeps all that in a clone', async () => {
    const clone = untrusted().clone({});

    const node = await render(
      { 'text/markdown': 'x <script>window.wasRun = true</script>' },
      clone
    );

    expect(node.querySelector('script')).toBeNull();
    expect(clone.mimeTypes).not.toContain('application/javascript');
  });

  it("is needed: Lab's own registry runs what a trusted model holds", async () => {
    const node = await render({ 'text/html': '<script>window.wasRun = true</script>' }, labs);

    expect(node.querySelector('script')).not.toBeNull();
  });
});
