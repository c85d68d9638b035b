import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { CourseStatusView } from '../components/CourseStatusView';

describe('CourseStatusView', () => {
  afterEach(cleanup);

  it('is short to the eye, whole to the ear, and leads to the course', () => {
    let nClicks = 0;
    render(
      <CourseStatusView
        course="python"
        points={3}
        max_points={8}
        trans={nullTranslator.load('x')}
        onClick={() => nClicks++}
      />
    );

    const item = screen.getByRole('button', {
      name: 'Course python: 3 of 8 points. Open the Courses panel.'
    });
    fireEvent.click(item);

    expect(item.textContent).toBe('python: 3/8 points');
    expect(nClicks).toBe(1);
  });
});
