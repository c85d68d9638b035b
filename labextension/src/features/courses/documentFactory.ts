import type { IOpenedStep } from '../../api/types';

/** Name of the document factory that shows a step; undefined for JupyterLab's own choice. */
export function documentFactory(kind: IOpenedStep['kind']): string | undefined {
  switch (kind) {
    case 'reading':
    case 'quiz':
      return 'Markdown Preview';
    case 'notebook':
    case 'media':
      return undefined;
  }
}
