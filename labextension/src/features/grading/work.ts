import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { MimeModel } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

import type { ShowWork } from './components/Work';

export interface IWorkOptions {
  readonly rendermime: IRenderMimeRegistry;
  readonly languages: IEditorLanguageRegistry | null;
}

const MARKDOWN = 'text/markdown';

/** Shows cells that learners wrote: Markdown is sanitised, code is text, and nothing is run. */
export function showWork({ rendermime, languages }: IWorkOptions): ShowWork {
  return ({ cell_type: type, source }, language, element) => {
    if (type === 'markdown') {
      return showMarkdown(rendermime, source, element);
    }
    const code = document.createElement('pre');
    code.className = 'jp-Hybrid-Code';
    code.textContent = source;
    element.replaceChildren(code);
    let isGone = false;
    const found = type === 'code' ? (languages?.findByName(language) ?? null) : null;
    if (languages !== null && found !== null) {
      const parts = document.createElement('code');
      languages.highlight(source, found, parts).then(
        () => {
          if (!isGone) {
            code.replaceChildren(...parts.childNodes);
          }
        },
        () => undefined // it stays as it is, without colours
      );
    }
    return () => {
      isGone = true;
      element.replaceChildren();
    };
  };
}

function showMarkdown(
  rendermime: IRenderMimeRegistry,
  source: string,
  element: HTMLElement
): () => void {
  const renderer = rendermime.createRenderer(MARKDOWN);
  Widget.attach(renderer, element);
  // Not trusted: JupyterLab's sanitizer takes out whatever could run.
  const model = new MimeModel({ data: { [MARKDOWN]: source }, trusted: false });
  renderer.renderModel(model).catch(() => {
    element.textContent = source;
  });
  return () => {
    renderer.dispose();
  };
}
