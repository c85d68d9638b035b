/** Opens the page where a trainer grades by hand; of `{course}`, or of one that is chosen there. */
export const GRADE_BY_HAND = 'hybrid:grade-by-hand';
