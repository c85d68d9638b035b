import type { TranslationBundle } from '@jupyterlab/translation';

import type { DateWords } from '../../../shared/dates';
import type { IStepView } from '../state';

/** What everything that shows steps needs. */
export interface IStepActions {
  readonly trans: TranslationBundle;
  readonly dates: DateWords;
  /** Whether somebody teaches live right now. */
  readonly isSessionLive: boolean;
  readonly onOpenStep: (step: IStepView['key']) => void;
  readonly onJoinSession: () => void;
  /** Say that one is done with a step, or not. */
  readonly onMark: (step: IStepView['key'], isDone: boolean) => void;
}
