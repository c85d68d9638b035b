import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type {
  ICourse,
  ICourses,
  ICourseSummary,
  IOpenedStep,
  IPerson,
  IStep,
  IStepKey
} from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { Loaded } from '../../shared/loaded';
import type { IProgressModel } from '../progress/tokens';
import type { ICatalogueFilter } from './catalogue';
import { choicesOf, filterCourses, NO_FILTER } from './catalogue';
import { courseView } from './courseView';
import { Enrolling } from './enrolling';
import type { LastCourse } from './lastCourse';
import { outline } from './outline';
import type { ICoursesView, ICourseView, IOutline } from './state';

export interface ICoursesModelOptions {
  readonly api: Pick<IHybridApi, 'me' | 'courses' | 'course' | 'openStep' | 'enrol' | 'markStep'>;
  readonly progress: IProgressModel;
  readonly last: LastCourse;
  readonly trans: TranslationBundle;
}

/** The courses of this server and what is known of each; the panel and the course homes show it. */
export class CoursesModel extends VDomModel {
  constructor(private readonly _options: ICoursesModelOptions) {
    super();
    const { api, progress, trans } = _options;
    this._enrolling = new Enrolling(api, trans, () => {
      this.stateChanged.emit();
    });
    progress.changed.connect(() => {
      this.stateChanged.emit();
    }, this);
  }

  /** What the panel shows. */
  get view(): ICoursesView {
    const { _courses: courses, _person: person, _filter: filter } = this;
    const all = this._summaries;
    const shown = filterCourses(all, filter);
    return {
      persona: person?.persona ?? null,
      isTrainer: this._isTrainer,
      courses:
        courses.kind === 'ready'
          ? { kind: 'ready', value: shown.map(each => this._courseView(each)) }
          : courses,
      catalogue: {
        filter,
        choices: choicesOf(all),
        nCourses: all.length,
        nMatching: shown.length
      },
      last: all.length > 1 ? this._lastView() : null,
      broken: courses.kind === 'ready' ? courses.value.broken : []
    };
  }

  /** One course; failed if the server cannot be asked, or has no such course. */
  course(key: string): Loaded<ICourseView> {
    const { _courses: courses } = this;
    if (courses.kind !== 'ready') {
      return courses;
    }
    const summary = this._summary(key);
    return summary === null
      ? { kind: 'failed', words: this._options.trans.__('There is no course %1 here.', key) }
      : { kind: 'ready', value: this._courseView(summary) };
  }

  /** Show only the courses that a filter lets through. */
  setFilter(filter: ICatalogueFilter): void {
    this._filter = filter;
    this.stateChanged.emit();
  }

  /** Read the courses if that was not done yet; a course that is the only one opens by itself. */
  async load(): Promise<void> {
    this._loading ??= this._begin();
    await this._loading;
  }

  /** Read everything anew that is shown; what is there stays until then. */
  async refresh(): Promise<void> {
    const { api, trans } = this._options;
    if (this._courses.kind !== 'ready') {
      this._courses = { kind: 'loading' };
      this.stateChanged.emit();
    }
    try {
      const [person, courses] = await Promise.all([api.me(), api.courses()]);
      this._person = person;
      this._courses = { kind: 'ready', value: courses };
    } catch (error) {
      this._courses = { kind: 'failed', words: failureWords(error, trans) };
    }
    this.stateChanged.emit();
    await Promise.all([...this._contents.keys()].map(async key => this._read(key)));
  }

  /** Open a course in the panel, and read it. */
  async open(course: string): Promise<void> {
    this._open.add(course);
    this.stateChanged.emit();
    await this.read(course);
  }

  /** Close a course in the panel. */
  close(course: string): void {
    this._open.delete(course);
    this.stateChanged.emit();
  }

  /** Read what is inside of a course if that is not known; who may just come in, is let in. */
  async read(course: string): Promise<void> {
    const summary = this._summary(course);
    if (summary !== null && !this._enrolling.isIn(summary)) {
      if (summary.enrolment_policy === 'open') {
        await this._enrolling.enter(course, null);
      } else if (!this._isTrainer) {
        return;
      }
    }
    const known = this._contents.get(course);
    if (known === undefined || known.kind === 'failed') {
      await this._read(course);
    }
  }

  /** Become a learner of a course; whether it worked. The view says what is wrong if it did not. */
  async enrol(course: string, code: string | null): Promise<boolean> {
    const isIn = await this._enrolling.enter(course, code);
    if (isIn) {
      await this._read(course);
    }
    return isIn;
  }

  /** The step to go on with in a course that was read, or null. */
  next(course: string): IStepKey | null {
    const opened = this._outline(course);
    return opened?.kind === 'ready' ? (opened.value.next?.step.key ?? null) : null;
  }

  /** A step of a course that was read, or null. */
  step({ course, module, step }: IStepKey): IStep | null {
    const content = this._contents.get(course);
    const modules = content?.kind === 'ready' ? content.value.modules : [];
    const steps = modules.find(({ key }) => key === module)?.steps ?? [];
    return steps.find(({ key }) => key === step) ?? null;
  }

  /** Key of the course to begin with: the one used last, or the only one; else null. */
  get preferred(): string | null {
    const { _summaries: all } = this;
    return (this._last() ?? (all.length === 1 ? all[0] : null))?.key ?? null;
  }

  /**
   * Put a step into the learner's folder if it is not there. Rejects as `IHybridApi` does.
   *
   * Null if it is not to come to the front any more: another one was asked for meanwhile.
   */
  async openStep(step: IStepKey): Promise<IOpenedStep | null> {
    this._opening = step;
    this.stateChanged.emit();
    try {
      const opened = await this._options.api.openStep(step);
      if (this._opening !== step) {
        return null;
      }
      this._remember(step.course);
      return opened;
    } finally {
      if (this._opening === step) {
        this.dropOpening();
      }
    }
  }

  /** Let a step that is still being opened stay in the background. */
  dropOpening(): void {
    this._opening = null;
    this.stateChanged.emit();
  }

  /** Say that one is done with a step, or not. Rejects as `IHybridApi` does. */
  async mark(step: IStepKey, isDone: boolean): Promise<void> {
    const { api, progress } = this._options;
    await api.markStep(step, { is_done: isDone });
    await progress.refresh(step.course);
  }

  dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private async _begin(): Promise<void> {
    await this.refresh();
    if (this._summaries.length === 1) {
      await Promise.all(this._summaries.map(async ({ key }) => this.open(key)));
    }
    const last = this._last();
    if (last !== null) {
      await this.read(last.key);
    }
  }

  private async _read(key: string): Promise<void> {
    const { api, progress, trans } = this._options;
    if (this._contents.get(key)?.kind !== 'ready') {
      this._contents.set(key, { kind: 'loading' });
      this.stateChanged.emit();
    }
    try {
      const [course] = await Promise.all([api.course(key), progress.refresh(key)]);
      this._contents.set(key, { kind: 'ready', value: course });
    } catch (error) {
      this._contents.set(key, { kind: 'failed', words: failureWords(error, trans) });
    }
    this.stateChanged.emit();
  }

  private _courseView(summary: ICourseSummary): ICourseView {
    const { key } = summary;
    return courseView(summary, {
      progress: this._options.progress.get(key),
      isOpen: this._open.has(key),
      enrolment: this._isTrainer ? null : this._enrolling.view(summary),
      outline: this._outline(key)
    });
  }

  private _outline(key: string): Loaded<IOutline> | null {
    const content = this._contents.get(key);
    if (content?.kind !== 'ready') {
      return content ?? null;
    }
    const progress = this._options.progress.get(key);
    return { kind: 'ready', value: outline(content.value, progress, this._opening) };
  }

  private _remember(course: string): void {
    if (this._person !== null) {
      this._options.last.set(this._person.name, course);
    }
  }

  private _lastView(): ICourseView | null {
    const last = this._last();
    return last === null ? null : this._courseView(last);
  }

  private _last(): ICourseSummary | null {
    const key = this._person === null ? null : this._options.last.get(this._person.name);
    const summary = key === null ? null : this._summary(key);
    return summary !== null && this._enrolling.isIn(summary) ? summary : null;
  }

  private _summary(key: string): ICourseSummary | null {
    return this._summaries.find(each => each.key === key) ?? null;
  }

  private get _summaries(): readonly ICourseSummary[] {
    return this._courses.kind === 'ready' ? this._courses.value.courses : [];
  }

  private get _isTrainer(): boolean {
    return this._person?.roles.includes('trainer') ?? false;
  }

  private readonly _enrolling: Enrolling;
  private readonly _contents = new Map<string, Loaded<ICourse>>();
  private readonly _open = new Set<string>();
  private _courses: Loaded<ICourses> = { kind: 'loading' };
  private _person: IPerson | null = null;
  private _filter: ICatalogueFilter = NO_FILTER;
  private _loading: Promise<void> | null = null;
  private _opening: IStepKey | null = null;
}
