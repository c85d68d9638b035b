import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { HybridError, NetworkError } from '../../../api/errors';
import { failureWords } from '../../../shared/failure';

const trans = nullTranslator.load('x');

describe('failureWords', () => {
  it('repeats what the server says', () => {
    const error = new HybridError("there is no course 'x'", 'not_found', 404);

    expect(failureWords(error, trans)).toBe("The server says: there is no course 'x'.");
  });

  it('ends the sentence once', () => {
    const error = new HybridError('Wait, please!', 'too_many', 429);

    expect(failureWords(error, trans)).toBe('The server says: Wait, please!');
  });

  it('says that the server cannot be reached', () => {
    expect(failureWords(new NetworkError('fetch failed'), trans)).toBe(
      'The server cannot be reached.'
    );
  });

  it('has words for a proxy that answers with a page, and for anything else', () => {
    expect(failureWords(new SyntaxError('Unexpected token <'), trans)).toContain('cannot be read');
    expect(failureWords('?', trans)).toContain('unexpected');
  });
});
