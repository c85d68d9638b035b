import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { describe, expect, it, vi } from 'vitest';

import type { ICourses } from '../../../api/types';
import { CourseHome } from '../home';
import { build } from './fakeModel';
import { summary } from './fakes';
import { actions } from './views';

describe('CourseHome', () => {
  it('reads nothing more once it was closed', async () => {
    // Widgets say that they are rendered when the browser is idle, and jsdom never is.
    window.requestIdleCallback = callback =>
      window.setTimeout(() => {
        callback({ didTimeout: false, timeRemaining: () => 50 });
      });
    const { api, model } = build();
    let answer: (courses: ICourses) => void = () => undefined;
    api.courses = async () => new Promise(resolve => (answer = resolve));
    const onEnrol = vi.fn<(course: string, code: string | null) => void>();
    const home = new CourseHome('d', {
      model,
      language: 'en',
      actions,
      onEnrol,
      onGrade: () => null
    });
    Widget.attach(home, document.body);

    home.dispose();
    // Vitest loads Lumino's signals twice, and a widget that goes disconnects the others only.
    Signal.clearData(home);
    answer({ courses: [summary('c'), summary('d')], broken: [] });
    // What nobody catches meanwhile fails the run.
    await model.load();
    await new Promise(resolve => setTimeout(resolve));

    expect(model.view.courses.kind).toBe('ready');
    expect(api.asked).toEqual([]);
  });
});
