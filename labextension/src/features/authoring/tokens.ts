/** Offers a course folder on this server; of `{path}`, or of what the file browser or editor shows. */
export const OPEN_COURSE_FOLDER = 'hybrid:open-course-folder';

/** Makes a course folder from the template, after asking for folder and title. */
export const NEW_COURSE = 'hybrid:new-course';

/** Shows what is wrong with a course; of `{path}`, or of what the file browser or editor shows. */
export const CHECK_COURSE = 'hybrid:lint';

/** Opens a course in a learner's window; of `{path}`, or of what the file browser or editor shows. */
export const PREVIEW_COURSE = 'hybrid:preview-course';

/** Grades the exercise of the active cell with its own solution, and untouched. */
export const DRY_RUN = 'hybrid:dry-run';

/** Goes from an exercise to its tests. */
export const GO_TO_TESTS = 'hybrid:go-to-tests';

/** Goes from tests to the answer that they grade. */
export const GO_TO_ANSWER = 'hybrid:go-to-answer';
