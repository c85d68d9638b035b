import type { DryRunState } from './dryRuns';
import type { IMarks } from './roles';
import type { ISettings } from './settings';

/** One message of lint, as views need it. */
export interface IMessageView {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly text: string;
  readonly advice: string;
}

/** The active cell of a source notebook. */
export interface ICellView {
  readonly id: string;
  /** Counted from 1. */
  readonly number: number;
  readonly type: string;
  readonly marks: IMarks;
  readonly settings: ISettings;
  /** `grade_id`s of the other cells. */
  readonly taken: ReadonlySet<string>;
  /** Key of its exercise, or null. */
  readonly exercise: string | null;
  readonly hasTests: boolean;
  readonly hasAnswer: boolean;
  /** Whether the exercise can be graded without a person now. */
  readonly canDryRun: boolean;
  readonly isDryRunning: boolean;
}

/** What stands under a cell of a source notebook. */
export interface IStripView {
  readonly number: number;
  readonly marks: IMarks;
  readonly hasHiddenTests: boolean;
  readonly nHints: number;
  readonly messages: readonly IMessageView[];
  readonly dryRun: DryRunState | null;
  readonly counterpart: 'tests' | 'answer' | null;
}
