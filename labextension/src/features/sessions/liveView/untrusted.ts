import { Sanitizer } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { MimeModel, RenderMimeRegistry } from '@jupyterlab/rendermime';

/** Lab shows it as an image, where scripts are inert: the one unsafe kind worth showing. */
const SVG = 'image/svg+xml';

/**
 * A registry that shows what another person's kernel made, and never runs it.
 *
 * `metadata.trusted` travels in the shared document, so a model's word for it counts for nothing:
 * renderers that Lab calls unsafe (JavaScript, widgets) are left out, which shows their text instead,
 * and the others are told that the content is untrusted. Clones keep all that; a Markdown cell makes
 * one for its attachments. Renderers that are added to `registry` later are not in it.
 */
export function untrustedRegistry(registry: IRenderMimeRegistry): RenderMimeRegistry {
  return new RenderMimeRegistry({
    initialFactories: registry.mimeTypes.flatMap(type => untrustedFactory(registry, type)),
    sanitizer: strictSanitizer(),
    resolver: new NoFiles(),
    trustHandler: NOTHING_IS_TRUSTED,
    latexTypesetter: registry.latexTypesetter ?? undefined,
    markdownParser: registry.markdownParser ?? undefined
  });
}

function untrustedFactory(
  registry: IRenderMimeRegistry,
  type: string
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
      createRenderer: options => untrustedRenderer(factory.createRenderer(options), type)
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

function strictSanitizer(): IRenderMime.ISanitizer {
  const sanitizer = new Sanitizer();
  // a click on such an element would run a command in the learner's JupyterLab
  sanitizer.setAllowCommandLinker(false);
  return sanitizer;
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
