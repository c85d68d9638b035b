"""Runs in the grading engine's worker processes; `__main__` starts there, by path alone."""
