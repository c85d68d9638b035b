import type { IRenderMime } from '@jupyterlab/rendermime';
import { MimeModel, RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';

import { FetchlessSanitizer, fetchOnPress } from '../fetches';
import { untrustedRegistry } from '../untrusted';

const FAR = 'https://tracker.example/p.png?who=me';
const trans = nullTranslator.load('jupyter_hybrid');

/** What a browser would fetch for a piece of HTML, or do by itself. */
const COLLECTION: Record<string, string> = {
  image: `<img src="${FAR}">`,
  'image without a scheme': '<img src="//tracker.example/p.png">',
  'image with odd slashes': '<img src="\\\\tracker.example/p.png">',
  'image with a tab in its scheme': '<img src="ht\ttps://tracker.example/p.png">',
  'image of the own server': '<img src="/hub/logout">',
  'relative image': '<img src="plot.png">',
  'image of a blob': '<img src="blob:https://x/1">',
  'image set': `<img srcset="${FAR} 2x">`,
  picture: `<picture><source srcset="${FAR}"><img alt="x"></picture>`,
  'image button': `<input type="image" src="${FAR}">`,
  video: `<video src="${FAR}" poster="${FAR}" autoplay></video>`,
  'first picture of a video': `<video poster="${FAR}"></video>`,
  'source of a video': `<video><source src="${FAR}"></video>`,
  audio: `<audio autoplay src="${FAR}"></audio>`,
  'sound that begins by itself': '<audio autoplay src="data:audio/wav;base64,AAAA"></audio>',
  'captions of a video': `<video><track src="${FAR}"></video>`,
  frame: `<iframe src="${FAR}"></iframe>`,
  'frame with a document': `<iframe srcdoc="<img src='${FAR}'>"></iframe>`,
  object: `<object data="${FAR}"></object><embed src="${FAR}">`,
  'style attribute': `<p style="background-image: url(${FAR})">x</p>`,
  'short style attribute': `<p style="background: url('${FAR}')">x</p>`,
  'style with an escape': `<p style="background: u\\72l(${FAR})">x</p>`,
  cursor: `<p style="cursor: url(${FAR}), auto">x</p>`,
  'list marks': `<ul style="list-style-image: url(${FAR})"><li>x</ul>`,
  'style element': `<style>body { background: url(${FAR}) }</style>`,
  import: `<style>@import '${FAR}';</style>`,
  'background of a table': `<table background="${FAR}"><tr><td background="${FAR}">x</table>`,
  'background of a page': `<body background="${FAR}">x</body>`,
  'ping of a link': `<a href="#x" ping="${FAR}">x</a>`,
  prefetch: `<link rel="prefetch" href="${FAR}"><link rel="dns-prefetch" href="${FAR}">`,
  refresh: `<meta http-equiv="refresh" content="0;url=${FAR}">`,
  base: '<base href="https://tracker.example/">',
  form: `<form action="${FAR}"><button formaction="${FAR}">x</button></form>`,
  'image in SVG': `<svg><image href="${FAR}"/><image xlink:href="${FAR}"/></svg>`,
  'use in SVG': `<svg><use href="${FAR}#x"/></svg>`,
  'style in SVG': `<svg><style>* { fill: url(${FAR}) }</style></svg>`,
  script: `<script src="${FAR}"></script>`,
  handler: '<img src="data:," onerror="fetch(1)" onload="fetch(1)">',
  'a button that pretends': `<button class="jp-Hybrid-Fetch" data-hybrid-fetch="${FAR}">x</button>`,
  'script address': '<a href="javascript:fetch(1)">x</a>',
  'broken markup': `<p title="<img src='${FAR}'>"><img title='"' src=${FAR} `
};

const FETCHING = [
  'srcset',
  'poster',
  'background',
  'data',
  'ping',
  'action',
  'formaction',
  'srcdoc'
];
const ELEMENTS = 'script, style, link, meta, base, iframe, object, embed, svg, image, use';

/** What in a node makes a browser fetch or do something by itself, as words. */
function fetching(node: HTMLElement): string[] {
  const found = [...node.querySelectorAll(ELEMENTS)].map(({ localName }) => localName);
  for (const element of node.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const isFar = name === 'src' && !/^(data|attachment):/.test(value);
      const isStyle = name === 'style' && /url|\\/.test(value);
      const isHref = name === 'href' && /^javascript/i.test(value);
      const isOther = FETCHING.includes(name) || name === 'autoplay' || name.startsWith('on');
      if (isFar || isStyle || isHref || isOther) {
        found.push(`${element.localName} ${name}`);
      }
    }
  }
  return found;
}

class Room {
  readonly sanitizer = new FetchlessSanitizer(trans);
  readonly node = document.body.appendChild(document.createElement('div'));
  readonly registry: RenderMimeRegistry;

  constructor(more: IRenderMime.IRendererFactory[] = []) {
    const initialFactories = [...standardRendererFactories, ...more];
    const labs = new RenderMimeRegistry({
      initialFactories,
      // as a Markdown parser does with the HTML in it
      markdownParser: { render: source => Promise.resolve(source) }
    });
    this.registry = untrustedRegistry(labs, { sanitizer: this.sanitizer, trans });
    fetchOnPress(this.node, this.sanitizer);
  }

  async show(type: string, text: string): Promise<HTMLElement> {
    const renderer = this.registry.createRenderer(type);
    this.node.appendChild(renderer.node);
    const model = new MimeModel({ data: { [type]: text }, trusted: true });
    await renderer.renderModel(model).catch(() => undefined);
    return renderer.node;
  }
}

const TYPES = new Room().registry.mimeTypes;

afterEach(() => {
  document.body.textContent = '';
});

describe('a live view', () => {
  describe.each(TYPES)('of an output of the kind %s', type => {
    it.each(Object.entries(COLLECTION))('fetches nothing for: %s', async (_, html) => {
      const node = await new Room().show(type, html);

      expect(fetching(node)).toEqual([]);
    });
  });

  it('has outputs of many kinds to try that with', () => {
    expect(TYPES).toEqual(expect.arrayContaining(['text/html', 'text/markdown', 'image/svg+xml']));
  });

  it('shows what travels with the notebook', async () => {
    const pixel = 'data:image/png;base64,AAAA';

    const node = await new Room().show(
      'text/html',
      `<img src="${pixel}" alt="a"><img src="attachment:b.png"><p style="color: red">x</p>`
    );

    expect([...node.querySelectorAll('img')].map(img => img.getAttribute('src'))).toEqual([
      pixel,
      'attachment:b.png'
    ]);
    expect(node.querySelector('p')?.getAttribute('style')).toContain('red');
  });

  it('leaves text as it is', async () => {
    const text = '  <src= a &amp; b';

    const node = await new Room().show('text/plain', text);

    expect(node.textContent).toBe(text);
  });

  it.each([
    ['img', 'Load image from tracker.example: a plot'],
    ['video', 'Load video from tracker.example'],
    ['audio', 'Load audio from tracker.example']
  ])('offers what another host has: %s', async (kind, words) => {
    const room = new Room();
    const html = `<${kind} src="${FAR}" alt="a plot"></${kind}>`.replace('</img>', '');
    const node = await room.show('text/html', html);
    const other = await room.show('text/html', html);
    const button = node.querySelector('button');
    expect(button?.textContent).toBe(words);

    button?.click();

    expect(node.querySelector(kind)?.getAttribute('src')).toBe(FAR);
    expect(node.querySelector(kind)?.getAttribute('referrerpolicy')).toBe('no-referrer');
    expect(node.querySelector('button')).toBeNull();
    expect(other.querySelector(kind)).not.toBeNull();
    expect(document.activeElement).toBe(node.querySelector(kind));
  });

  it('asks for one address only once', async () => {
    const room = new Room();
    const html = `<img src="${FAR}"><img src="${FAR}&other">`;
    const first = await room.show('text/html', html);
    first.querySelector('button')?.click();

    const again = await room.show('text/html', html);

    expect(again.querySelectorAll('img')).toHaveLength(1);
    expect(again.querySelectorAll('button')).toHaveLength(1);
  });

  it('follows no link around the button', async () => {
    const node = await new Room().show(
      'text/html',
      `<a href="https://a.example/"><img src="${FAR}"></a>`
    );
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });

    node.querySelector('button')?.dispatchEvent(click);

    expect(click.defaultPrevented).toBe(true);
  });
});

describe('an output whose renderer may fetch', () => {
  const CHART = 'application/vnd.vegalite.v5+json';

  function withCharts(rendered: string[]): Room {
    const [html] = standardRendererFactories;
    return new Room([
      {
        safe: true,
        mimeTypes: [CHART],
        createRenderer: options => {
          const renderer = html.createRenderer(options);
          renderer.renderModel = async model => {
            rendered.push(JSON.stringify(model.data[CHART]));
            return Promise.resolve();
          };
          return renderer;
        }
      }
    ]);
  }

  it('is shown when the learner asks for it, and then follows the presenter', async () => {
    const rendered: string[] = [];
    const room = withCharts(rendered);
    const renderer = room.registry.createRenderer(CHART);
    room.node.appendChild(renderer.node);
    const show = async (text: string): Promise<void> =>
      renderer.renderModel(new MimeModel({ data: { [CHART]: text } }));
    await show('one');
    const before = [...rendered];

    renderer.node.querySelector('button')?.click();
    await show('two');

    expect([before, rendered]).toEqual([[], ['"one"', '"two"']]);
    expect(renderer.node.textContent).not.toContain('Show it');
    expect(renderer.node.contains(document.activeElement)).toBe(true);
  });

  it('is the source where a diagram stands in Markdown', async () => {
    const sources: string[] = [];
    const labs = new RenderMimeRegistry({
      initialFactories: standardRendererFactories,
      markdownParser: {
        render: source => {
          sources.push(source);
          return Promise.resolve('');
        }
      }
    });
    const sanitizer = new FetchlessSanitizer(trans);
    const registry = untrustedRegistry(labs, { sanitizer, trans });

    await registry.markdownParser?.render('a mermaid\n> ```mermaid\n> x\n> ```\n~~~ mermaid\n~~~');

    expect(sources).toEqual(['a mermaid\n> ```text\n> x\n> ```\n~~~ text\n~~~']);
  });
});
