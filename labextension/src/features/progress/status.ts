import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { VDomModel } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';

import type { IProgress } from '../../api/types';
import { readStepRelease } from '../../shared/stepRelease';
import type { IProgressModel } from './tokens';

/** Progress in the course that the current notebook is a step of. */
export class CourseStatus extends VDomModel {
  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _progress: IProgressModel
  ) {
    super();
    _tracker.currentChanged.connect(() => {
      this._onCurrent();
    }, this);
    _progress.changed.connect((_, course) => {
      this._onProgress(course);
    }, this);
    this._onCurrent();
  }

  /** Null while no notebook of a course is current, or nothing is known of its course yet. */
  get progress(): IProgress | null {
    return this._course === null ? null : this._progress.get(this._course);
  }

  dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private _onCurrent(): void {
    const panel = this._tracker.currentWidget;
    this._follow(null);
    void panel?.context.ready.then(() => {
      if (!panel.isDisposed && this._tracker.currentWidget === panel) {
        this._follow(courseOf(panel));
      }
    });
  }

  private _follow(course: string | null): void {
    this._course = course;
    this.stateChanged.emit();
    if (course !== null) {
      this._progress.load(course).catch((error: unknown) => {
        // The Courses panel says so in words and offers a retry; a status bar only stays empty.
        console.warn('jupyter-hybrid: the progress could not be read', error);
      });
    }
  }

  private _onProgress(course: string): void {
    if (course === this._course) {
      this.stateChanged.emit();
    }
  }

  private _course: string | null = null;
}

function courseOf(panel: NotebookPanel): string | null {
  return readStepRelease(panel.model?.getMetadata('jupyter_hybrid'))?.course ?? null;
}
