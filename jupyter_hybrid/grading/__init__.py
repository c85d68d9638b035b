"""The execution engine: runs a rebuilt notebook and says what its graded cells give."""
