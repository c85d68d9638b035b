import { URLExt } from '@jupyterlab/coreutils';
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { MimeModel, RenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import { AskFirst } from './askFirst';
import type { FetchlessSanitizer } from './fetches';

/** Lab shows it as an image, where scripts are inert: the one unsafe kind worth showing. */
const SVG = 'image/svg+xml';

/** Kinds of output that fetch nothing once their HTML is clean. */
const FETCHLESS =
  /^(text\/(plain|html|markdown|latex)|image\/.+|application\/jsonl?|application\/vnd\.jupyter\.(stdout|stderr|error))$/;

/** How a fenced code block says that it is a diagram. */
const DIAGRAM_FENCE = /((?:`{3,}|~{3,})[ \t]*)mermaid\b/g;

export interface IUntrustedOptions {
  readonly sanitizer: FetchlessSanitizer;
  readonly trans: TranslationBundle;
}

/**
 * A registry that shows what another person's kernel made, and never runs it.
 *
 * `metadata.trusted` travels in the shared document, so a model's word for it counts for nothing:
 * renderers that Lab calls unsafe (JavaScript, widgets) are left out, which shows their text instead,
 * and the others are told that the content is untrusted. Nothing is fetched from anywhere before the
 * learner asks for it. Clones keep all that; a Markdown cell makes one for its attachments. Renderers
 * that are added to `registry` later are not in it.
 */
export function untrustedRegistry(
  registry: IRenderMimeRegistry,
  { sanitizer, trans }: IUntrustedOptions
): RenderMimeRegistry {
  return new RenderMimeRegistry({
    initialFactories: registry.mimeTypes.flatMap(type => untrustedFactory(registry, type, trans)),
    sanitizer,
    resolver: new NoFiles(),
    trustHandler: NOTHING_IS_TRUSTED,
    latexTypesetter: registry.latexTypesetter ?? undefined,
    markdownParser: withoutDiagrams(registry.markdownParser)
  });
}

function untrustedFactory(
  registry: IRenderMimeRegistry,
  type: string,
  trans: TranslationBundle
): IRenderMime.IRendererFactory[] {
  const factory = registry.getFactory(type);
  if (factory === undefined || !(factory.safe || type === SVG)) {
    return [];
  }
  return [
    {
      safe: true,
      mimeTypes: [type],
      defaultRank: registry.getRank(type),
      createRenderer: options => {
        const create = (): IRenderMime.IRenderer =>
          untrustedRenderer(factory.createRenderer(options), type);
        return FETCHLESS.test(type) ? create() : new AskFirst(type, trans, create);
      }
    }
  ];
}

function untrustedRenderer(renderer: IRenderMime.IRenderer, type: string): IRenderMime.IRenderer {
  const render = renderer.renderModel.bind(renderer);
  renderer.renderModel = async ({ data, metadata }) =>
    // a model of our own: what a renderer writes into it goes nowhere
    render(new MimeModel({ data, metadata, trusted: type === SVG }));
  return renderer;
}

/** Shows diagrams in Markdown as their source: drawing one fetches the images that it names. */
function withoutDiagrams(
  parser: IRenderMime.IMarkdownParser | null
): IRenderMime.IMarkdownParser | undefined {
  return parser === null
    ? undefined
    : { render: async source => parser.render(source.replace(DIAGRAM_FENCE, '$1text')) };
}

const NOTHING_IS_TRUSTED: IRenderMime.ITrustHandler = {
  markTrusted: () => undefined,
  unmarkTrusted: () => undefined
};

/** Relative addresses mean files of the presenter; here they would ask the learner's own server. */
class NoFiles implements IRenderMime.IResolver {
  isLocal(url: string): boolean {
    return URLExt.isLocal(url);
  }

  async resolveUrl(): Promise<string> {
    return Promise.resolve('');
  }

  async getDownloadUrl(): Promise<string> {
    return Promise.resolve('data:,');
  }
}
