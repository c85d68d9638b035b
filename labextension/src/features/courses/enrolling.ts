import type { TranslationBundle } from '@jupyterlab/translation';

import type { IHybridApi } from '../../api/tokens';
import type { ICourseSummary } from '../../api/types';
import { failureWords } from '../../shared/failure';
import type { IEnrolmentView } from './state';

/** Gets the person of this window into courses, and knows where that went wrong. */
export class Enrolling {
  constructor(
    private readonly _api: Pick<IHybridApi, 'enrol'>,
    private readonly _trans: TranslationBundle,
    private readonly _onChange: () => void
  ) {}

  /** Whether the person takes a course. */
  isIn({ key, is_enrolled: isEnrolled }: ICourseSummary): boolean {
    return isEnrolled || this._entered.has(key);
  }

  /** Courses that the person came into since a list said who is in. */
  get entered(): readonly string[] {
    return [...this._entered];
  }

  /** Leave it to a newer list who is in these courses. */
  forget(courses: readonly string[]): void {
    courses.forEach(course => this._entered.delete(course));
    this._onChange();
  }

  /** How the person gets in; null for one who is in, or who comes in by opening the course. */
  view(course: ICourseSummary): IEnrolmentView | null {
    const failure = this._failures.get(course.key) ?? null;
    if (this.isIn(course) || (course.enrolment_policy === 'open' && failure === null)) {
      return null;
    }
    const isSending = this._sending.has(course.key);
    return { policy: course.enrolment_policy, isSending, failure };
  }

  /** Ask the server to be let in; whether it did. */
  async enter(course: string, code: string | null): Promise<boolean> {
    this._sending.add(course);
    this._onChange();
    try {
      await this._api.enrol(course, code);
      this._entered.add(course);
      this._failures.delete(course);
      return true;
    } catch (error) {
      this._failures.set(course, failureWords(error, this._trans));
      return false;
    } finally {
      this._sending.delete(course);
      this._onChange();
    }
  }

  private readonly _entered = new Set<string>();
  private readonly _sending = new Set<string>();
  private readonly _failures = new Map<string, string>();
}
