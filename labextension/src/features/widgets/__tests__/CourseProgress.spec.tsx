import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { CourseProgress } from '../components/CourseProgress';

const trans = nullTranslator.load('x');

describe('CourseProgress', () => {
  afterEach(cleanup);

  it('is a progress bar with words', () => {
    render(<CourseProgress course="c" points={3} maxPoints={8} isStale={false} trans={trans} />);

    const bar = screen.getByRole('progressbar', { name: 'c: 3 / 8 points' });

    expect(bar.getAttribute('aria-valuenow')).toBe('3');
    expect(bar.getAttribute('aria-valuemax')).toBe('8');
    expect(document.body.textContent).toBe('c: 3 / 8 points');
  });

  it('stays whole when a kernel sends nonsense', () => {
    render(
      <CourseProgress course="c" points={Number.NaN} maxPoints={-1} isStale={false} trans={trans} />
    );

    expect(document.body.textContent).toBe('c: 0 / -1 points');
  });

  it('says that the points may be older', () => {
    render(<CourseProgress course="c" points={3} maxPoints={8} isStale={true} trans={trans} />);

    expect(document.body.textContent).toContain('The server could not be asked');
  });
});
