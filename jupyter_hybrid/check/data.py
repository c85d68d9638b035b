"""Checks of NumPy arrays and pandas tables. Neither library is imported here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.tables import IGNORABLE, array_difference, table_difference
from jupyter_hybrid.check.texts import short
from jupyter_hybrid.check.values import tolerance_of


def array(  # noqa: PLR0913 (what may differ is the author's to say)
    got: Any,
    expected: Any,
    message: str | None = None,
    *,
    rel: float | None = None,
    within: float | None = None,
    dtype: object = None,
    same_dtype: bool = False,
) -> None:
    """Check the shape and all numbers of a NumPy array, within a tolerance as `close` has it.

    Parameters
    ----------
    expected
        An array, or nested lists.
    dtype
        A dtype that it must have, for example ``"int64"`` or ``float``.
    same_dtype
        Whether the dtype must be that of `expected`, which is an array then.

    Raises
    ------
    CheckFailed
        With the shape, the dtype, or the first element that differs.
    """
    tolerance = tolerance_of(rel=rel, within=within)
    words = array_difference(got, expected, tolerance=tolerance)
    wanted = expected.dtype if same_dtype else dtype
    if words is None and wanted is not None and got.dtype != wanted:
        name = getattr(wanted, "__name__", str(wanted))
        words = f"the elements are of type {got.dtype} instead of {name}"
    if words is not None:
        shown = list(expected) if isinstance(expected, (list, tuple)) else expected
        raise CheckFailed(words, expected=short(shown), got=short(got), message=message)


def frame(
    got: Any,
    expected: Any,
    message: str | None = None,
    *,
    ignore: Collection[str] = ("dtypes",),
    rel: float | None = None,
    within: float | None = None,
) -> None:
    """Check a pandas DataFrame: columns, rows, index and values, within a tolerance.

    Parameters
    ----------
    ignore
        What need not be as expected: any of ``"column_order"``, ``"row_order"``, ``"index"`` and
        ``"dtypes"``. Empty for everything.

    Raises
    ------
    CheckFailed
        With the missing columns, or the first row and column that differ.
    ValueError
        If there is no such thing to ignore.
    """
    _table(got, expected, message, ignore=ignore, tolerance=tolerance_of(rel=rel, within=within))


def series(
    got: Any,
    expected: Any,
    message: str | None = None,
    *,
    ignore: Collection[str] = ("dtypes", "name"),
    rel: float | None = None,
    within: float | None = None,
) -> None:
    """Check a pandas Series: its values and index, within a tolerance.

    Parameters
    ----------
    ignore
        What need not be as expected: any of ``"row_order"``, ``"index"``, ``"dtypes"`` and
        ``"name"``. Empty for everything.

    Raises
    ------
    CheckFailed
    ValueError
        If there is no such thing to ignore.
    """
    _table(got, expected, message, ignore=ignore, tolerance=tolerance_of(rel=rel, within=within))


def _table(
    got: Any, expected: Any, message: str | None, *, ignore: Collection[str], tolerance: Any
) -> None:
    ignored = {ignore} if isinstance(ignore, str) else set(ignore)
    unknown = sorted(ignored.difference(IGNORABLE))
    if unknown:
        raise ValueError(f"cannot ignore {unknown[0]!r}; there are {', '.join(IGNORABLE)}")
    words = table_difference(got, expected, tolerance=tolerance, ignored=ignored)
    if words is not None:
        raise CheckFailed(words, message=message)  # whole tables would say nothing more
