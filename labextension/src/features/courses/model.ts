import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { ICourse, ICourses, ICourseSummary, IPerson, IStepKey } from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { IProgressModel } from '../progress/tokens';
import { nextStep } from './nextStep';
import type { ICoursesView, ICourseView, IOutline, Loaded } from './state';
import { outline } from './state';

export interface ICoursesModelOptions {
  readonly api: Pick<IHybridApi, 'me' | 'courses' | 'course' | 'openStep'>;
  readonly progress: IProgressModel;
  readonly trans: TranslationBundle;
}

/** The courses of this server, and which of them are opened in the panel. */
export class CoursesModel extends VDomModel {
  constructor(private readonly _options: ICoursesModelOptions) {
    super();
    _options.progress.changed.connect(() => {
      this.stateChanged.emit();
    }, this);
  }

  /** What the panel shows. */
  get view(): ICoursesView {
    const { _courses: courses, _person: person } = this;
    return {
      persona: person?.persona ?? null,
      isTrainer: person?.roles.includes('trainer') ?? false,
      courses:
        courses.kind === 'ready'
          ? { kind: 'ready', value: courses.value.courses.map(each => this._courseView(each)) }
          : courses,
      broken: courses.kind === 'ready' ? courses.value.broken : []
    };
  }

  /** Read the courses if that was not done yet; a course that is the only one opens by itself. */
  async load(): Promise<void> {
    this._loading ??= this._begin();
    await this._loading;
  }

  /** Read everything anew that the panel shows. */
  async refresh(): Promise<void> {
    const { api, trans } = this._options;
    this._courses = { kind: 'loading' };
    this.stateChanged.emit();
    try {
      const [person, courses] = await Promise.all([api.me(), api.courses()]);
      this._person = person;
      this._courses = { kind: 'ready', value: courses };
    } catch (error) {
      this._courses = { kind: 'failed', words: failureWords(error, trans) };
    }
    this.stateChanged.emit();
    await Promise.all([...this._opened.keys()].map(async key => this._read(key)));
  }

  /** Open a course in the panel, and read it. */
  async open(course: string): Promise<void> {
    const opened = this._opened.get(course);
    if (opened === undefined || opened.kind === 'failed') {
      await this._read(course);
    }
  }

  /** Close a course in the panel. */
  close(course: string): void {
    this._opened.delete(course);
    this.stateChanged.emit();
  }

  /** The step to go on with in an opened course, or null. */
  next(course: string): IStepKey | null {
    const opened = this._opened.get(course);
    return opened?.kind === 'ready'
      ? nextStep(opened.value, this._options.progress.get(course))
      : null;
  }

  /** Put a step into the learner's folder if it is not there; its path. Rejects as `IHybridApi` does. */
  async openStep(step: IStepKey): Promise<string> {
    this._opening = step;
    this.stateChanged.emit();
    try {
      return (await this._options.api.openStep(step)).path;
    } finally {
      this._opening = null;
      this.stateChanged.emit();
    }
  }

  dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private async _begin(): Promise<void> {
    await this.refresh();
    const courses = this._courses.kind === 'ready' ? this._courses.value.courses : [];
    if (courses.length === 1) {
      await Promise.all(courses.map(async ({ key }) => this.open(key)));
    }
  }

  private async _read(key: string): Promise<void> {
    const { api, progress, trans } = this._options;
    this._opened.set(key, { kind: 'loading' });
    this.stateChanged.emit();
    let read: Loaded<ICourse>;
    try {
      const [course] = await Promise.all([api.course(key), progress.refresh(key)]);
      read = { kind: 'ready', value: course };
    } catch (error) {
      read = { kind: 'failed', words: failureWords(error, trans) };
    }
    if (this._opened.has(key)) {
      this._opened.set(key, read);
      this.stateChanged.emit();
    }
  }

  private _courseView(summary: ICourseSummary): ICourseView {
    const progress = this._options.progress.get(summary.key);
    return {
      key: summary.key,
      title: summary.title,
      summary: summary.summary,
      points: progress?.points ?? summary.points,
      maxPoints: progress?.max_points ?? summary.max_points,
      outline: this._outline(summary.key)
    };
  }

  private _outline(key: string): Loaded<IOutline> | null {
    const opened = this._opened.get(key);
    if (opened?.kind !== 'ready') {
      return opened ?? null;
    }
    const progress = this._options.progress.get(key);
    return { kind: 'ready', value: outline(opened.value, progress, this._opening) };
  }

  private _courses: Loaded<ICourses> = { kind: 'loading' };
  private _person: IPerson | null = null;
  private _loading: Promise<void> | null = null;
  private readonly _opened = new Map<string, Loaded<ICourse>>();
  private _opening: IStepKey | null = null;
}
