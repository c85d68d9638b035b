/** Opens the Courses panel; with `{course}` at that course. */
export const OPEN_COURSES = 'hybrid:open-courses';

/** Opens a step's notebook, `{course, module, step}`; puts it into the learner's folder first. */
export const OPEN_STEP = 'hybrid:open-step';
