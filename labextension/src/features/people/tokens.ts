/** Opens a window that looks through the eyes of a learner: `{name}`, and at `{course}` if given. */
export const OPEN_PERSONA = 'hybrid:open-persona';
