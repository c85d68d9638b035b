/** A model of courses, the server that it asks, and what a test reads of it. */
import { nullTranslator } from '@jupyterlab/translation';

import { HybridError } from '../../../api/errors';
import type {
  ICourse,
  ICourses,
  ICourseSummary,
  IEnrolment,
  IOpenedStep,
  IPerson,
  IStepKey,
  IStepMark,
  IStepProgress
} from '../../../api/types';
import { LastCourse } from '../lastCourse';
import { CoursesModel } from '../model';
import type { ICourseView, IOutline } from '../state';
import { course, FakeProgress, step, stepProgress, summary } from './fakes';

const OWNER: IPerson = {
  name: 'owner',
  display_name: 'You',
  roles: ['learner', 'trainer'],
  persona: null
};
export const LEARNER: IPerson = { ...OWNER, name: 'eva', roles: ['learner'], persona: 'eva' };

export class FakeApi {
  person = OWNER;
  failure: Error | null = null;
  /** Why a course alone cannot be read. */
  contentFailure: Error | null = null;
  list: ICourseSummary[] = [summary('c')];
  content = course([step('one', ['a']), step('two', ['b'])]);
  code = '';
  readonly asked: string[] = [];

  me(): Promise<IPerson> {
    return Promise.resolve(this.person);
  }

  courses(): Promise<ICourses> {
    return this._answer({
      courses: this.list,
      broken: [{ key: 'bad', problems: ['no title'] }]
    });
  }

  course(key: string): Promise<ICourse> {
    this.asked.push(`course ${key}`);
    return this.contentFailure === null
      ? this._answer({ ...this.content, key })
      : Promise.reject(this.contentFailure);
  }

  enrol(key: string, code: string | null): Promise<IEnrolment> {
    this.asked.push(`enrol ${key} ${String(code)}`);
    return code === (this.code === '' ? null : this.code)
      ? this._answer({ course: key, cohort: null, enrolled_at: '2026-11-22T20:00:00Z' })
      : Promise.reject(new HybridError('this is not the code', 'not_allowed', 403));
  }

  openStep(): Promise<IOpenedStep> {
    return this._answer({ path: 'courses/one.ipynb', is_new: true, kind: 'notebook' });
  }

  markStep({ step: key }: IStepKey, { is_done: isDone }: IStepMark): Promise<IStepProgress> {
    this.asked.push(`mark ${key} ${String(isDone)}`);
    return this._answer(stepProgress(key));
  }

  private async _answer<T>(answer: T): Promise<T> {
    return this.failure === null ? Promise.resolve(answer) : Promise.reject(this.failure);
  }
}

export function build(list?: ICourseSummary[]) {
  const api = new FakeApi();
  api.list = list ?? api.list;
  const known = new FakeProgress();
  const trans = nullTranslator.load('x');
  const storage = new Map<string, string>();
  const last = new LastCourse({
    getItem: key => storage.get(key) ?? null,
    setItem: (key, value) => storage.set(key, value)
  });
  return { api, known, last, model: new CoursesModel({ api, progress: known, last, trans }) };
}

export function viewOf(model: CoursesModel, key = 'c'): ICourseView {
  const view = model.course(key);
  if (view.kind !== 'ready') {
    throw new Error(`the course is ${view.kind}`);
  }
  return view.value;
}

export function outlineOf(model: CoursesModel): IOutline {
  const { outline } = viewOf(model);
  if (outline?.kind !== 'ready') {
    throw new Error(`the course is ${String(outline?.kind)}`);
  }
  return outline.value;
}

export function keysOf(model: CoursesModel): string[] {
  const { courses } = model.view;
  return courses.kind === 'ready' ? courses.value.map(({ key }) => key) : [];
}
