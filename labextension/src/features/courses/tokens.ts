/** Opens the Courses panel; with `{course}` at that course. */
export const OPEN_COURSES = 'hybrid:open-courses';

/** Opens the home of a course, `{course}`, in the main area. */
export const OPEN_COURSE_HOME = 'hybrid:open-course-home';

/**
 * Opens a step, `{course, module, step}`; puts it into the learner's folder first.
 *
 * A live step has no file: a page of its own is opened, which says when it takes place.
 */
export const OPEN_STEP = 'hybrid:open-step';
