import type { IFindings, IMessage } from './messages';

/** What JupyterLab translates of a settings schema, by the path of the text in it. */
const SELECTORS: readonly (readonly [RegExp, string])[] = [
  [/^\/(definitions\/.*\/)?properties\/.*\/(title|description)$/, 'settings'],
  [/^\/jupyter\.lab\.setting-icon-label$/, 'settings'],
  [/^\/(title|description)$/, 'schema'],
  [/^\/jupyter\.lab\.menus\/.*\/label$/, 'menu'],
  [/^\/jupyter\.lab\.toolbars\/.*\/label$/, 'toolbar']
];
const NAMES = new Set(['caption', 'description', 'label', 'title']);
const INTERNATIONALIZATION = 'jupyter.lab.internationalization';

interface ISettings {
  readonly domain?: string;
  readonly selectors?: readonly string[];
}

/** Find what a settings schema shows, and what of it JupyterLab would not translate. */
export function findSchemaMessages(file: string, text: string): IFindings {
  const schema = JSON.parse(text) as Record<string, unknown>;
  const settings = (schema[INTERNATIONALIZATION] ?? {}) as ISettings;
  const own = (settings.selectors ?? []).map(each => [new RegExp(`^/${each}$`), 'schema'] as const);
  const selectors = [...SELECTORS, ...own];
  const messages: IMessage[] = [];
  const faults =
    settings.domain === 'jupyter_hybrid' ? [] : [`${file}: it names no domain of translations`];
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      const found = selectors.find(([pattern]) => pattern.test(path));
      if (found !== undefined) {
        messages.push({ context: found[1], text: value, plural: null, file });
      } else if (NAMES.has(path.split('/').pop() ?? '')) {
        faults.push(`${file}: JupyterLab does not translate ${path}`);
      }
    } else if (Array.isArray(value)) {
      value.forEach((each: unknown, index) => {
        visit(each, `${path}[${String(index)}]`);
      });
    } else if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([name, each]) => {
        visit(each, `${path}/${name}`);
      });
    }
  };
  visit(schema, '');
  return { messages, faults };
}
