import type { JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';

import type { ICourseHomeOptions } from './home';
import { CourseHome } from './home';
import { OPEN_COURSES } from './tokens';

/** The tabs with course homes, one for each course. */
export class CourseHomes {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _options: ICourseHomeOptions
  ) {}

  readonly tracker = new WidgetTracker<CourseHome>({ namespace: 'hybrid-course-homes' });

  /** Bring the home of a course to the front. */
  show(course: string): void {
    const { shell } = this._app;
    const home = this.tracker.find(each => each.course === course) ?? this._add(course);
    shell.activateById(home.id);
  }

  /** Render all of them anew. */
  update(): void {
    this.tracker.forEach(home => {
      home.update();
    });
  }

  private _add(course: string): CourseHome {
    const { shell, commands, restored } = this._app;
    const home = new CourseHome(course, this._options);
    void this.tracker.add(home);
    shell.add(home, 'main', { type: 'Course Home' });
    // Notebook 7 has room for one document only, and JupyterLab attaches nothing before it is back.
    void restored.then(() => {
      if (!home.isAttached) {
        home.dispose();
        void commands.execute(OPEN_COURSES, { course });
      }
    });
    return home;
  }
}
