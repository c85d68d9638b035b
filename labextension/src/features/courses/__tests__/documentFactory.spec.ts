import { describe, expect, it } from 'vitest';

import { documentFactory } from '../documentFactory';

describe('documentFactory', () => {
  it('shows texts as they are meant to be read, and leaves the rest to JupyterLab', () => {
    expect(documentFactory('reading')).toBe('Markdown Preview');
    expect(documentFactory('quiz')).toBe('Markdown Preview');
    expect(documentFactory('notebook')).toBeUndefined();
    expect(documentFactory('media')).toBeUndefined();
  });
});
