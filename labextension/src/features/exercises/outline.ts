import type { IHybridApi } from '../../api/tokens';
import type { IExercise } from '../../api/types';
import type { IStepRelease } from '../../shared/stepRelease';

/** What the course says of the exercises of a step, as far as it has the same release. */
export class StepOutline {
  constructor(
    private readonly _step: IStepRelease,
    private readonly _api: Pick<IHybridApi, 'course'>
  ) {}

  /** It stays as it is for a release: once is enough. */
  async read(): Promise<void> {
    if (this._exercises !== null) {
      return;
    }
    const course = await this._api.course(this._step.course);
    const step = course.modules
      .find(({ key }) => key === this._step.module)
      ?.steps.find(({ key }) => key === this._step.step);
    const isOurs = step?.release === this._step.release;
    this._exercises = new Map(isOurs ? step.exercises.map(each => [each.key, each]) : []);
  }

  exercise(key: string): IExercise | undefined {
    return this._exercises?.get(key);
  }

  /** The answers that a Check depends on: an exercise may call what an earlier one defined. */
  answersUntil(exercise: string): string[] | null {
    const exercises = [...(this._exercises?.values() ?? [])];
    const until = exercises.findIndex(({ key }) => key === exercise);
    return until < 0 ? null : exercises.slice(0, until + 1).flatMap(({ answers }) => answers);
  }

  private _exercises: ReadonlyMap<string, IExercise> | null = null;
}
