/** What a bar stands at; a live step has no file. */
export type PlayedKind = 'notebook' | 'file' | 'live';

/** What somebody can do in the bar of a step. */
export type PlayerAction =
  | 'previous'
  | 'next'
  | 'toggle_done'
  | 'open_home'
  | 'open_step'
  | 'reset'
  | 'merge'
  | 'keep_both'
  | 'open_kept'
  | 'dismiss';

/** A button. */
export interface IButtonView {
  readonly action: PlayerAction;
  readonly label: string;
  /** What a screen reader says, and the mouse shows; begins with the label. */
  readonly name: string;
}

/** Something that one should know about the step, with what can be done about it. */
export interface INoticeView {
  readonly key: string;
  readonly tone: 'info' | 'warning';
  readonly words: string;
  readonly buttons: readonly IButtonView[];
}

/** How far one is with the step. */
export interface IDoneView {
  readonly isDone: boolean;
  /** Whether all its exercises are done, so that there is nothing to take back. */
  readonly isByExercises: boolean;
  /** Exercises passed, or null where there is none. */
  readonly exercises: string | null;
}

/** What the bar of a step shows. */
export interface IPlayerView {
  /** "First steps: step 2 of 5". */
  readonly place: IButtonView;
  readonly previous: IButtonView | null;
  readonly next: IButtonView | null;
  /** Null where the step cannot be marked. */
  readonly done: IDoneView | null;
  /** Null where there is no notebook to reset; other files have the command only. */
  readonly reset: IButtonView | null;
  readonly notices: readonly INoticeView[];
  /** What is being done to the file, or null. */
  readonly busy: string | null;
}
