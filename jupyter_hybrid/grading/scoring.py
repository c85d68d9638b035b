"""nbgrader's rules for the points of a test cell that ran (its ``determine_grade``)."""

from collections.abc import Sequence

from jupyter_hybrid.domain.exercises import TestResult


def partial_credit(result: str | None, *, max_points: float) -> float | None:
    """Return the points that the last expression's value stands for.

    A number from 0 to `max_points` is partial credit; no value, text and negative numbers are full
    points. None for a number above `max_points`, with which nbgrader gives up.

    Parameters
    ----------
    result
        The value as the shell shows it, or None if the cell ends without one.

    Examples
    --------
    >>> [partial_credit(result, max_points=2.0) for result in (None, "0.5", "'ok'", "-1", "3")]
    [2.0, 0.5, 2.0, 2.0, None]
    """
    if result is None:
        return max_points
    try:
        value = float(result)
    except ValueError:
        return max_points
    if value > max_points:
        return None
    return value if value >= 0 else max_points


def points(tests: Sequence[TestResult], *, result: str | None, max_points: float) -> float:
    """Return what a test cell gives: nothing if anything in it failed."""
    if not all(test.passed for test in tests):
        return 0.0
    return partial_credit(result, max_points=max_points) or 0.0
