"""Checks of values: equal, near, of a type, in order, with the right members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from jupyter_hybrid.check.difference import Difference, first_difference, missing_and_extra
from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.texts import kind_of, listing, name_of_type, plain, short
from jupyter_hybrid.check.tolerance import NEAR, Tolerance


def equal(got: object, expected: object, message: str | None = None) -> None:
    """Check that a value is the expected one, and say where it differs first.

    Numbers are equal if their values are (``1`` and ``1.0``), NaN is equal to NaN, a list is no
    tuple. Arrays and tables are compared as `array` and `frame` do without tolerance.

    Parameters
    ----------
    message
        What to say first when it fails.

    Raises
    ------
    CheckFailed
        With the first index, key, line or cell that differs.
    """
    _raise(first_difference(got, expected), got, expected, message)


def close(
    got: object,
    expected: object,
    message: str | None = None,
    *,
    rel: float | None = None,
    within: float | None = None,
) -> None:
    """Check that a number, or every number in lists and dictionaries, is near the expected one.

    Parameters
    ----------
    rel
        Allowed share of the expected number, for example 1e-3 for a thousandth.
    within
        Allowed distance. Without `rel` and `within`: a billionth, or 1e-12 near zero.

    Raises
    ------
    CheckFailed
    """
    tolerance = tolerance_of(rel=rel, within=within)
    _raise(first_difference(got, expected, tolerance=tolerance), got, expected, message)


def tolerance_of(*, rel: float | None, within: float | None) -> Tolerance:
    """Return the tolerance that an author asked for, or the usual one."""
    if rel is None and within is None:
        return NEAR
    return Tolerance(rel=rel or 0.0, within=within or 0.0)


def _raise(found: Difference | None, got: object, expected: object, message: str | None) -> None:
    if found is not None:
        raise CheckFailed(
            str(found), expected=short(expected), got=short(got), message=message
        ) from None


def type_of(value: object, kind: Any, message: str | None = None) -> None:
    """Check that a value is of a type; a truth value is no whole number.

    Parameters
    ----------
    kind
        A type, a tuple of types, or the name of a class such as ``"DataFrame"``.

    Raises
    ------
    CheckFailed
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if any(_is_a(value, one) for one in kinds):
        return
    names = " or ".join(one if isinstance(one, str) else name_of_type(one) for one in kinds)
    got = name_of_type(type(value))
    words = f"{short(value, most=80)} is of type {got} and should be {names}"
    raise CheckFailed(words, expected=names, got=got, message=message)


def _is_a(value: object, kind: Any) -> bool:
    if isinstance(kind, str):
        return kind in {name_of_type(one) for one in type(value).__mro__}
    if kind is None:
        return value is None
    is_truth_value = isinstance(value, bool) and kind in (int, float)
    return isinstance(value, kind) and not is_truth_value


def same_set(got: Iterable[Any], expected: Iterable[Any], message: str | None = None) -> None:
    """Check that the same elements are there, in any order and any number of times.

    Raises
    ------
    CheckFailed
        With what is missing and what is too much.
    """
    mine = _listed(got, message)
    wanted = list(expected)
    words = missing_and_extra(_unique(mine), _unique(wanted), noun="element")
    if words:
        raise CheckFailed(words, expected=short(wanted), got=short(got), message=message)


def same_items(got: Iterable[Any], expected: Iterable[Any], message: str | None = None) -> None:
    """Check that the same elements are there equally often, in any order.

    Raises
    ------
    CheckFailed
    """
    mine, wanted = _listed(got, message), list(expected)
    words = missing_and_extra(_unique(mine), _unique(wanted), noun="element")
    for one in _unique(wanted) if not words else ():
        n_mine, n_wanted = mine.count(one), wanted.count(one)
        if n_mine != n_wanted:
            words = f"{short(one, most=60)} is there {_times(n_mine)} instead of {_times(n_wanted)}"
            break
    if words:
        raise CheckFailed(words, expected=short(wanted), got=short(got), message=message)


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _listed(got: Any, message: str | None) -> list[Any]:
    try:
        return [plain(one) for one in got]
    except TypeError:
        raise CheckFailed(f"{kind_of(got)} has no elements", message=message) from None


def _unique(values: list[Any]) -> list[Any]:
    try:
        return list(Counter(values))
    except TypeError:  # lists and dictionaries as elements
        return [one for n, one in enumerate(values) if one not in values[:n]]


def sorted_by(
    rows: Any,
    key: Callable[[Any], Any] | str | int | None = None,
    message: str | None = None,
    *,
    reverse: bool = False,
) -> None:
    """Check that rows are in order; equal neighbours are.

    Parameters
    ----------
    key
        What to order by: a function, or the name or position of a part of each row.
    reverse
        From the largest to the smallest.

    Raises
    ------
    CheckFailed
        With the first two neighbours that are the wrong way round.
    """
    if hasattr(rows, "columns") and isinstance(key, (str, int)):
        rows, key = rows[key].tolist(), None
    every = _listed(rows, message)
    of = _key_function(key)
    for index in range(1, len(every)):
        before, after = of(every[index - 1]), of(every[index])
        if (before < after) if reverse else (after < before):
            order = "from the largest to the smallest" if reverse else "in order"
            words = (
                f"not {order}: {short(before, most=60)} at index {index - 1} is followed by"
                f" {short(after, most=60)}"
            )
            raise CheckFailed(words, message=message)


def _key_function(key: Any) -> Callable[[Any], Any]:
    if key is None:
        return lambda row: row
    return key if callable(key) else lambda row: row[key]


def contains(container: Any, *members: object, message: str | None = None) -> None:
    """Check that something has all members: a text its parts, a dictionary its keys.

    Raises
    ------
    CheckFailed
        With what is missing.
    """
    try:
        missing = [one for one in members if one not in container]
    except TypeError:
        raise CheckFailed(f"{kind_of(container)} has no members", message=message) from None
    if missing:
        words = f"{listing(missing)} is missing in {short(container)}"
        raise CheckFailed(words, message=message)


def length(value: Any, n: int, message: str | None = None) -> None:
    """Check how many elements a value has.

    Raises
    ------
    CheckFailed
    """
    try:
        n_got = len(value)
    except TypeError:
        raise CheckFailed(f"{kind_of(value)} has no length", message=message) from None
    if n_got != n:
        words = f"{short(value, most=80)} has the length {n_got} instead of {n}"
        raise CheckFailed(words, expected=str(n), got=str(n_got), message=message)


def between(value: Any, low: Any, high: Any, message: str | None = None) -> None:
    """Check that a value is at least `low` and at most `high`.

    Raises
    ------
    CheckFailed
    """
    try:
        is_between = bool(low <= value <= high)
    except TypeError:
        is_between = False
    if not is_between:
        wanted = f"{short(low)} to {short(high)}"
        raise CheckFailed("", expected=wanted, got=short(value), message=message)


def attributes(thing: object, message: str | None = None, **expected: object) -> None:
    """Check attributes of an object: ``check.attributes(ada, name="Ada", age=36)``.

    Raises
    ------
    CheckFailed
        With the first attribute that is missing or different.
    """
    for name, wanted in expected.items():
        try:
            got = getattr(thing, name)
        except AttributeError:
            words = f"{kind_of(thing)} has no attribute {name}"
            raise CheckFailed(words, message=message) from None
        found = first_difference(got, wanted)
        if found is not None:
            words = f".{name} is not as expected" if found.says_values else f".{name}: {found}"
            raise CheckFailed(words, expected=short(wanted), got=short(got), message=message)
