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

  it('says what it does while nobody has said how many', () => {
    const nothing = { course: 'c', points: null, maxPoints: null, trans };
    render(<CourseProgress {...nothing} isStale={false} />);
    expect(screen.getByRole('status').textContent).toBe('c: reading the points…');
    cleanup();

    render(<CourseProgress {...nothing} isStale={true} />);
    expect(screen.getByRole('status').textContent).toContain('could not be asked');
  });

  it('says that the points may be older', () => {
    render(<CourseProgress course="c" points={3} maxPoints={8} isStale={true} trans={trans} />);

    expect(document.body.textContent).toContain('The server could not be asked');
  });
});
