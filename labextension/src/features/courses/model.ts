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
import type { Loaded } from '../../shared/loaded';
import type { IProgressModel } from '../progress/tokens';
import type { ICatalogueFilter } from './catalogue';
import { choicesOf, filterCourses, NO_FILTER } from './catalogue';
import { courseView } from './courseView';
import { Enrolling } from './enrolling';
import { LastAnswer } from './lastAnswer';
import type { LastCourse } from './lastCourse';
import { outline } from './outline';
import type { ICoursesView, ICourseView, IOutline } from './state';

export interface ICoursesModelOptions {
  readonly api: Pick<IHybridApi, 'me' | 'courses' | 'course' | 'openStep' | 'enrol' | 'markStep'>;
  readonly progress: IProgressModel;
  readonly last: LastCourse;
  readonly trans: TranslationBundle;
}

/** The courses of this server, and for whom it listed them. */
interface IList {
  readonly person: IPerson;
  readonly courses: ICourses;
}

/** The courses of this server and what is known of each; the panel and the course homes show it. */
export class CoursesModel extends VDomModel {
  constructor(private readonly _options: ICoursesModelOptions) {
    super();
    const { api, progress, trans } = _options;
    this._enrolling = new Enrolling(api, trans, this._onChange);
    this._list = new LastAnswer(trans, this._onChange);
    progress.changed.connect(this._onChange, this);
  }

  /** What the panel shows. */
  get view(): ICoursesView {
    const { _person: person, _filter: filter } = this;
    const { state: list, failure } = this._list;
    const all = this._summaries;
    const shown = filterCourses(all, filter);
    return {
      persona: person?.persona ?? null,
      isTrainer: this._isTrainer,
      courses:
        list.kind === 'ready'
          ? { kind: 'ready', value: shown.map(each => this._courseView(each)) }
          : list,
      failure,
      catalogue: {
        filter,
        choices: choicesOf(all),
        nCourses: all.length,
        nMatching: shown.length
      },
      last: all.length > 1 ? this._lastView() : null,
      broken: list.kind === 'ready' ? list.value.courses.broken : []
    };
  }

  /** One course; failed if the server cannot be asked, or has no such course. */
  course(key: string): Loaded<ICourseView> {
    const { state: list } = this._list;
    if (list.kind !== 'ready') {
      return list;
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

  /** Read the courses if that was not done yet, or failed the last time. */
  async load(): Promise<void> {
    await (this._reading ?? this.refresh());
  }

  /**
   * Read everything anew that is shown; what is there stays until then, and if that fails.
   *
   * As soon as the courses are known, a course that is the only one opens by itself.
   */
  async refresh(): Promise<void> {
    const reading = this._readAll();
    this._reading = reading;
    if (!(await reading) && this._reading === reading) {
      this._reading = null;
    }
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
    if (this._isShut(course)) {
      return;
    }
    const summary = this._summary(course);
    if (summary?.enrolment_policy === 'open' && !this._enrolling.isIn(summary)) {
      await this._enrolling.enter(course, null);
    }
    if (this._contents.get(course)?.hasFailed ?? true) {
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
    const content = this._contents.get(course)?.state;
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

  private async _readAll(): Promise<boolean> {
    const { api } = this._options;
    const { entered } = this._enrolling;
    const isRead = await this._list.ask(async () => {
      const [person, courses] = await Promise.all([api.me(), api.courses()]);
      return { person, courses };
    });
    if (isRead) {
      this._enrolling.forget(entered);
      await Promise.all([...this._contents.keys()].map(async key => this._readAgain(key)));
      await this._begin();
    }
    return isRead;
  }

  /** Show what one goes on with, as soon as the courses are known; once only. */
  private async _begin(): Promise<void> {
    if (this._hasBegun) {
      return;
    }
    this._hasBegun = true;
    if (this._summaries.length === 1) {
      await Promise.all(this._summaries.map(async ({ key }) => this.open(key)));
    }
    const last = this._last();
    if (last !== null) {
      await this.read(last.key);
    }
  }

  private async _readAgain(key: string): Promise<void> {
    if (this._isShut(key)) {
      this._contents.delete(key);
    } else if (this._contents.get(key)?.state.kind === 'ready') {
      await this._read(key);
    } else {
      await this.read(key);
    }
  }

  private async _read(key: string): Promise<void> {
    const { api, progress, trans } = this._options;
    const content = this._contents.get(key) ?? new LastAnswer<ICourse>(trans, this._onChange);
    this._contents.set(key, content);
    await content.ask(async () => {
      const [course] = await Promise.all([api.course(key), progress.refresh(key)]);
      return course;
    });
  }

  private _courseView(summary: ICourseSummary): ICourseView {
    const { key } = summary;
    return courseView(summary, {
      progress: this._options.progress.get(key),
      isOpen: this._open.has(key),
      enrolment: this._isTrainer ? null : this._enrolling.view(summary),
      outline: this._outline(key),
      failure: this._contents.get(key)?.failure ?? null
    });
  }

  private _outline(key: string): Loaded<IOutline> | null {
    const content = this._contents.get(key)?.state;
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

  /** Whether the server shows somebody nothing of a course before they got in by a code or a list. */
  private _isShut(key: string): boolean {
    const summary = this._summary(key);
    return (
      summary !== null &&
      summary.enrolment_policy !== 'open' &&
      !this._isTrainer &&
      !this._enrolling.isIn(summary)
    );
  }

  private get _summaries(): readonly ICourseSummary[] {
    const { state: list } = this._list;
    return list.kind === 'ready' ? list.value.courses.courses : [];
  }

  private get _person(): IPerson | null {
    const { state: list } = this._list;
    return list.kind === 'ready' ? list.value.person : null;
  }

  private get _isTrainer(): boolean {
    return this._person?.roles.includes('trainer') ?? false;
  }

  private readonly _onChange = (): void => {
    this.stateChanged.emit();
  };

  private readonly _enrolling: Enrolling;
  private readonly _list: LastAnswer<IList>;
  private readonly _contents = new Map<string, LastAnswer<ICourse>>();
  private readonly _open = new Set<string>();
  private _filter: ICatalogueFilter = NO_FILTER;
  /** What reads the courses now or has read them, and whether it could; null where that failed. */
  private _reading: Promise<boolean> | null = null;
  private _hasBegun = false;
  private _opening: IStepKey | null = null;
}
