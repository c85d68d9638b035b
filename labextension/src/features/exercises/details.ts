import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IHybridApi } from '../../api/tokens';
import type { Announcements } from './announcements';
import { AttemptHistory } from './history';
import type { ExercisesModel } from './model';
import type { INotebookAccess } from './notebookAnswers';
import { WorkedSolution } from './solution';
import { isOnItsWay } from './state';

/** The questions that a bar asks before it does something that cannot be taken back. */
export interface IQuestions {
  /** Say what giving up costs, also to a Check that is still on its way. */
  mayGiveUp(isCheckUnderWay: boolean): Promise<boolean>;
  mayOverwrite(): Promise<boolean>;
}

export interface IDetailsOptions {
  readonly model: ExercisesModel;
  readonly exercise: string;
  readonly notebook: INotebookAccess;
  readonly api: Pick<IHybridApi, 'attempts' | 'answers' | 'solution' | 'giveUp'>;
  readonly questions: IQuestions;
  readonly announcements: Announcements;
  /** Called when the server has changed what is known of the course's progress. */
  readonly progressed: (course: string) => void;
  readonly trans: TranslationBundle;
}

/** What one exercise shows only when it is asked for; kept while its cell is out of view. */
export class ExerciseDetails implements IDisposable {
  constructor(options: IDetailsOptions) {
    const { model, exercise, notebook, api, questions, trans } = options;
    const key = model.key(exercise);
    this.history = new AttemptHistory({
      exercise: key,
      api,
      trans,
      answersNow: () => notebook.answersOf(exercise),
      write: answers => {
        const now = notebook.answersOf(exercise);
        const gone = model.answerIds(exercise).filter(id => id in answers && !(id in now));
        return [...gone, ...notebook.write(exercise, answers)];
      },
      mayOverwrite: async () => questions.mayOverwrite()
    });
    this.solution = new WorkedSolution({
      exercise: key,
      api,
      trans,
      access: () => model.view(exercise).solution,
      mayGiveUp: async () => questions.mayGiveUp(isOnItsWay(model.view(exercise).phase)),
      gaveUp: () => {
        this._onGivenUp(options);
      }
    });
    model.changed.connect(() => {
      this._note(model, exercise);
    }, this);
    for (const part of [this.history, this.solution]) {
      part.changed.connect(() => {
        this._changed.emit();
      }, this);
    }
    this._note(model, exercise);
  }

  readonly history: AttemptHistory;
  readonly solution: WorkedSolution;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _note(model: ExercisesModel, exercise: string): void {
    const { attempt } = model.view(exercise);
    if (attempt !== null) {
      this.history.note(attempt);
    }
  }

  private _onGivenUp({ announcements, exercise, model, progressed, trans }: IDetailsOptions): void {
    const { course, module, step } = model.key(exercise);
    announcements.say(
      [course, module, step, exercise, 'given-up'].join(':'),
      [
        trans.__('Exercise %1.', exercise),
        trans.__('You have given up: attempts from now on give no points.'),
        trans.__('The worked solution is shown below your answer.')
      ].join(' ')
    );
    progressed(course);
  }

  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}
