/** Opens the step after the current one; at the end of the course its home. */
export const NEXT_STEP = 'hybrid:next-step';

/** Opens the step before the current one. */
export const PREVIOUS_STEP = 'hybrid:previous-step';

/** Marks the current step as done, or takes that back; `{is_done}` says which. */
export const MARK_STEP_DONE = 'hybrid:mark-step-done';

/** Puts a fresh copy in place of a step's file; of `{course, module, step}`, or of the current one. */
export const RESET_STEP = 'hybrid:reset-step';

/** Brings a step's notebook to the newest release; `{mode}` is `merge` or `keep_both`. */
export const UPDATE_STEP = 'hybrid:update-step';

/** Opens the page of a live step, `{course, module, step}`. */
export const OPEN_LIVE_STEP = 'hybrid:open-live-step';
