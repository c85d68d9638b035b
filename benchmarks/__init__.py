"""How fast grading is, beside others: `make bench`. Measures; no test depends on it."""
