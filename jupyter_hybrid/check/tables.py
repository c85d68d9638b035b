"""The first place at which arrays and tables differ; NumPy and pandas are there by then."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jupyter_hybrid.check.texts import (
    counted,
    is_array,
    is_pandas,
    kind_of,
    listing,
    loaded,
    plain,
    short,
)
from jupyter_hybrid.check.tolerance import EXACT, Tolerance, is_nan

IGNORABLE = ("column_order", "row_order", "index", "dtypes", "name")
_KINDS = {"Index": "an Index", "Series": "a Series", "DataFrame": "a table (DataFrame)"}


def array_difference(got: Any, expected: Any, *, tolerance: Tolerance = EXACT) -> str | None:
    """Return in words where an array differs first from an array or nested lists, or None."""
    numpy = loaded("numpy")
    if not is_array(got):
        return f"{kind_of(got)} instead of an array"
    wanted = numpy.asarray(expected)
    if got.shape != wanted.shape:
        return f"shape {got.shape} instead of {wanted.shape}"
    same = _same_numbers(got, wanted, tolerance)
    if same is None:
        pairs = zip(got.ravel().tolist(), wanted.ravel().tolist(), strict=False)
        same = numpy.array([_is_same(one, other, tolerance) for one, other in pairs], dtype=bool)
        same = same.reshape(got.shape)
    if bool(same.all()):
        return None
    return _first_element(got, wanted, same, tolerance)


def _same_numbers(got: Any, wanted: Any, tolerance: Tolerance) -> Any:
    """Return where numeric arrays of one shape agree; None if they are not numeric."""
    numpy = loaded("numpy")
    if got.dtype.kind not in "biufc" or wanted.dtype.kind not in "biufc":
        return None
    with numpy.errstate(all="ignore"):
        same = (got == wanted) | ((got != got) & (wanted != wanted))  # noqa: PLR0124 (NaN)
        if tolerance != EXACT and got.dtype.kind != "b" and wanted.dtype.kind != "b":
            allowed = numpy.maximum(tolerance.rel * numpy.abs(wanted), tolerance.within)
            near = numpy.abs(numpy.subtract(got, wanted, dtype=_wide(got, wanted))) <= allowed
            same = same | (near & numpy.isfinite(got) & numpy.isfinite(wanted))
    return same


def _wide(got: Any, wanted: Any) -> Any:
    # Unsigned numbers would wrap around below zero.
    numpy = loaded("numpy")
    return numpy.result_type(got.dtype, wanted.dtype, numpy.float64)


def _first_element(got: Any, wanted: Any, same: Any, tolerance: Tolerance) -> str:
    numpy = loaded("numpy")
    place = tuple(int(n) for n in numpy.argwhere(~same)[0]) if same.ndim else ()
    n_wrong = int((~same).sum())
    value = wanted[place]
    words = f"{short(plain(got[place]), most=60)} instead of {short(plain(value), most=60)}"
    allowed = tolerance.in_words(plain(value))
    words += f", allowed difference {allowed}" if allowed else ""
    where = f"at {list(place)}: " if place else ""
    more = f" ({n_wrong} of {got.size} elements differ)" if got.size > 1 else ""
    return where + words + more


def table_difference(
    got: Any,
    expected: Any,
    *,
    tolerance: Tolerance = EXACT,
    ignored: Collection[str] = ("dtypes",),
) -> str | None:
    """Return in words where a DataFrame, Series or Index differs first, or None.

    Parameters
    ----------
    ignored
        Of `IGNORABLE`, what need not be as expected.
    """
    kind = next(one for one in _KINDS if is_pandas(expected, one))
    if not is_pandas(got, kind):
        return f"{kind_of(got)} instead of {_KINDS[kind]}"
    if kind == "Index":
        return _labels(got, expected, noun="value")
    if kind == "Series":
        if "name" not in ignored and got.name != expected.name:
            return f"the Series is named {short(got.name)} instead of {short(expected.name)}"
        got, expected = got.to_frame("value"), expected.to_frame("value")
        return _rows_and_values(got, expected, tolerance=tolerance, ignored=ignored)
    return _columns(got, expected, ignored=ignored) or _rows_and_values(
        got[list(expected.columns)], expected, tolerance=tolerance, ignored=ignored
    )


def _columns(got: Any, expected: Any, *, ignored: Collection[str]) -> str | None:
    mine, wanted = list(got.columns), list(expected.columns)
    missing = [name for name in wanted if name not in mine]
    extra = [name for name in mine if name not in wanted]
    parts = []
    if missing:
        parts.append(f"{'column' if len(missing) == 1 else 'columns'} missing: {listing(missing)}")
    if extra:
        parts.append(f"{'column' if len(extra) == 1 else 'columns'} too much: {listing(extra)}")
    if parts:
        return "; ".join(parts)
    if len(set(mine)) != len(mine):
        return "two columns have the same name"
    if mine != wanted and "column_order" not in ignored:
        return f"the columns are in the order {listing(mine)} instead of {listing(wanted)}"
    return None


def _rows_and_values(
    got: Any, expected: Any, *, tolerance: Tolerance, ignored: Collection[str]
) -> str | None:
    if len(got) != len(expected):
        return f"{counted(len(got), 'row')} instead of {len(expected)}"
    if "row_order" in ignored:
        got, expected = _ordered(got, ignored), _ordered(expected, ignored)
    if "index" not in ignored and (words := _labels(got.index, expected.index, noun="row label")):
        return words
    for column in range(expected.shape[1]):
        name = expected.columns[column]
        mine, wanted = got.iloc[:, column], expected.iloc[:, column]
        if "dtypes" not in ignored and mine.dtype != wanted.dtype:
            return f"column {short(name)} has the type {mine.dtype} instead of {wanted.dtype}"
        if found := _values(mine, wanted, tolerance=tolerance):
            where = f"row {short(plain(got.index[found[0]]), most=40)}"
            is_series = name == "value" and expected.shape[1] == 1
            return f"{where}{'' if is_series else f', column {short(name)}'}: {found[1]}"
    return None


def _ordered(table: Any, ignored: Collection[str]) -> Any:
    if "index" not in ignored:
        try:
            return table.sort_index(kind="stable")
        except TypeError:
            return table
    keys = [repr(tuple(plain(one) for one in row)) for row in table.itertuples(index=False)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return table.iloc[order].reset_index(drop=True)


def _labels(got: Any, expected: Any, *, noun: str) -> str | None:
    if len(got) != len(expected):
        return f"{counted(len(got), noun)} instead of {len(expected)}"
    for position, (one, other) in enumerate(zip(got.tolist(), expected.tolist(), strict=False)):
        if not _is_same(one, other, EXACT):
            words = f"{short(one, most=60)} instead of {short(other, most=60)}"
            return f"{noun} {position} is {words}"
    if list(got.names) != list(expected.names):
        return f"the index is named {listing(got.names)} instead of {listing(expected.names)}"
    return None


def _values(got: Any, expected: Any, *, tolerance: Tolerance) -> tuple[int, str] | None:
    if got.equals(expected):
        return None
    pairs = zip(got.tolist(), expected.tolist(), strict=False)
    for position, (one, other) in enumerate(pairs):
        if not _is_same(one, other, tolerance):
            allowed = tolerance.in_words(other) if isinstance(other, (int, float)) else ""
            words = f"{short(one, most=60)} instead of {short(other, most=60)}"
            return position, words + (f", allowed difference {allowed}" if allowed else "")
    return None


def _is_same(one: Any, other: Any, tolerance: Tolerance) -> bool:
    pandas = loaded("pandas")
    if pandas is not None and (one is pandas.NA or other is pandas.NA):
        # What is missing is missing, however it is written.
        return _is_missing(one) and _is_missing(other)
    if isinstance(other, (int, float, complex)) and isinstance(one, (int, float, complex)):
        return tolerance.holds(one, other)
    if is_nan(one) or is_nan(other) or one is None or other is None:
        return _is_missing(one) and _is_missing(other)
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 (a value of the learner's own class)
        return False


def _is_missing(value: Any) -> bool:
    pandas = loaded("pandas")
    return value is None or (pandas is not None and value is pandas.NA) or is_nan(value)
