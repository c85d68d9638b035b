import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Widget } from '@lumino/widgets';
import { describe, expect, it, vi } from 'vitest';

import type { IOpenDocuments } from '../saving';
import { saveAll } from '../saving';

function open(documents: [path: string, isDirty: boolean][]): {
  documents: IOpenDocuments;
  saved: string[];
  save: (path: string) => Promise<void>;
} {
  const saved: string[] = [];
  const save = vi.fn((path: string) => Promise.resolve(void saved.push(path)));
  const contexts = documents.map(([localPath, dirty]) => ({
    localPath,
    model: { dirty },
    save: () => save(localPath)
  }));
  const views = new Map(
    [...contexts, contexts[0], undefined].map(context => [new Widget(), context])
  );
  return {
    saved,
    save,
    documents: {
      shell: { widgets: () => views.keys() },
      documents: {
        contextForWidget: widget =>
          views.get(widget) as unknown as DocumentRegistry.Context | undefined
      }
    }
  };
}

describe('saveAll', () => {
  it('saves every changed document of the course once, of any kind', async () => {
    const { documents, saved } = open([
      ['course/course.yaml', true],
      ['course/m/a.ipynb', true],
      ['course/m/text.md', false],
      ['course-2/course.yaml', true]
    ]);

    await saveAll('course', documents);

    expect(saved).toEqual(['course/course.yaml', 'course/m/a.ipynb']);
  });
});
