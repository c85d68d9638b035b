"""nbgrader's rules for the points of a test cell that ran (its ``determine_grade``)."""

from collections.abc import Sequence

from jupyter_hybrid.domain.exercises import TestResult


def number_in(text: str | None) -> float | None:
    """Return the number that a kernel showed as the last expression's value, or None.

    Examples
    --------
    >>> [number_in(text) for text in ("0.5", "'ok'", None)]
    [0.5, None, None]
    """
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def partial_credit(value: float | None, *, max_points: float) -> float | None:
    """Return the points that the last expression's value stands for.

    A number from 0 to `max_points` is partial credit; no number, one that is none (NaN) and
    negative ones are full points. None for a number above `max_points`, with which nbgrader gives
    up.

    Parameters
    ----------
    value
        The value, or None if the cell ends without a number.

    Examples
    --------
    >>> [partial_credit(value, max_points=2.0) for value in (None, 0.5, -1.0, 3.0)]
    [2.0, 0.5, 2.0, None]
    """
    if value is None or not value >= 0:
        return max_points
    return None if value > max_points else value


def points(tests: Sequence[TestResult], *, value: float | None, max_points: float) -> float:
    """Return what a test cell gives: nothing if anything in it failed."""
    if not all(test.passed for test in tests):
        return 0.0
    return partial_credit(value, max_points=max_points) or 0.0
