"""The first place at which two values differ, in words."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from jupyter_hybrid.check.tables import array_difference, table_difference
from jupyter_hybrid.check.text_lines import text_difference
from jupyter_hybrid.check.texts import (
    counted,
    is_array,
    is_pandas,
    kind_of,
    listing,
    plain,
    short,
)
from jupyter_hybrid.check.tolerance import EXACT, Tolerance

_MOST_DEEP = 60
_SHORT_LINE = 24


@dataclass(frozen=True)
class Difference:
    """Where and how two values differ.

    Parameters
    ----------
    where
        Path to the place, for example ``[2]['name']``; empty for the whole value.
    words
        How, for example ``3 instead of 4``.
    says_values
        Whether the words say no more than the two values beside each other.
    """

    where: str
    words: str
    says_values: bool = False

    def below(self, where: str) -> Difference:
        """Return the same difference, seen from the value that holds this one at `where`."""
        return Difference(where + self.where, self.words)

    def __str__(self) -> str:
        if not self.where:
            return "" if self.says_values else self.words
        return f"at {self.where}: {self.words}"


def first_difference(
    got: Any, expected: Any, *, tolerance: Tolerance = EXACT, depth: int = 0
) -> Difference | None:
    """Return the first place at which `got` is not what was expected, or None.

    Numbers of different types are equal if their values are; NaN is equal to NaN; lists and tuples
    are different. Anything that is not known here is compared by ``==``.
    """
    got, expected = plain(got), plain(expected)
    if depth > _MOST_DEEP:
        return None if _is_equal(got, expected) else _instead(got, expected)
    if is_array(got) or is_array(expected):
        return _worded(array_difference(got, expected, tolerance=tolerance))
    if is_pandas(expected, "DataFrame", "Series", "Index"):
        return _worded(table_difference(got, expected, tolerance=tolerance))
    for kind, compare in _COMPARISONS:
        if isinstance(expected, kind):
            if not isinstance(got, kind):
                return _other_kind(got, expected)
            return compare(got, expected, tolerance, depth + 1)
    return None if _is_equal(got, expected) else _instead(got, expected)


def _worded(words: str | None) -> Difference | None:
    return None if words is None else Difference("", words)


def _instead(got: object, expected: object) -> Difference:
    words = f"{short(got, most=80)} instead of {short(expected, most=80)}"
    return Difference("", words, says_values=True)


def _other_kind(got: object, expected: object) -> Difference:
    if got is None or isinstance(expected, (numbers.Number, str)):
        return _instead(got, expected)
    return Difference("", f"{kind_of(got)} instead of {kind_of(expected)}")


def _is_equal(got: object, expected: object) -> bool:
    if got is expected:
        return True
    try:
        return bool(expected == got)
    except Exception:  # noqa: BLE001 (a comparison of the learner's own class may raise anything)
        return False


def _numbers(got: Any, expected: Any, tolerance: Tolerance, _depth: int) -> Difference | None:
    if tolerance.holds(got, expected):
        return None
    found = _instead(got, expected)
    allowed = tolerance.in_words(expected)
    if not allowed:
        return found
    return Difference("", f"{found.words}, allowed difference {allowed}")


def _texts(got: str, expected: str, _tolerance: Tolerance, depth: int) -> Difference | None:
    if str.__eq__(got, expected):
        return None
    is_line = "\n" not in got + expected
    if is_line and (depth > 1 or max(len(got), len(expected)) <= _SHORT_LINE):
        return _instead(got, expected)
    return _worded(text_difference(got, expected)) or _instead(got, expected)


def _sequences(got: Any, expected: Any, tolerance: Tolerance, depth: int) -> Difference | None:
    for index, (mine, wanted) in enumerate(zip(got, expected, strict=False)):
        found = first_difference(mine, wanted, tolerance=tolerance, depth=depth)
        if found is not None and len(got) == len(expected):
            return found.below(f"[{index}]")
        if found is not None:
            inner = found.below(f"[{index}]")
            return Difference("", f"{_lengths(got, expected)}; first difference {inner}")
    if len(got) < len(expected):
        first = short(expected[len(got)], most=60)
        return Difference("", f"{_lengths(got, expected)}; {first} is missing at the end")
    if len(got) > len(expected):
        first = short(got[len(expected)], most=60)
        return Difference("", f"{_lengths(got, expected)}; {first} is too much at the end")
    return None


def _lengths(got: Any, expected: Any) -> str:
    return f"{counted(len(got), 'element')} instead of {len(expected)}"


def _mappings(got: Any, expected: Any, tolerance: Tolerance, depth: int) -> Difference | None:
    words = missing_and_extra(got, expected, noun="key")
    if words:
        return Difference("", words)
    for key in expected:
        found = first_difference(got[key], expected[key], tolerance=tolerance, depth=depth)
        if found is not None:
            return found.below(f"[{short(key, most=40)}]")
    return None


def _sets(got: Any, expected: Any, _tolerance: Tolerance, _depth: int) -> Difference | None:
    words = missing_and_extra(got, expected, noun="element")
    return Difference("", words) if words else None


def missing_and_extra(got: Any, expected: Any, *, noun: str) -> str:
    """Return which members are missing and which are too many, or nothing."""
    missing = [one for one in expected if one not in got]
    extra = [one for one in got if one not in expected]
    parts = []
    if missing:
        parts.append(f"{noun if len(missing) == 1 else noun + 's'} missing: {listing(missing)}")
    if extra:
        parts.append(f"{noun if len(extra) == 1 else noun + 's'} too much: {listing(extra)}")
    return "; ".join(parts)


_Compare = Callable[[Any, Any, Tolerance, int], "Difference | None"]
_COMPARISONS: tuple[tuple[Any, _Compare], ...] = (
    (numbers.Number, _numbers),
    (str, _texts),
    (list, _sequences),
    (tuple, _sequences),
    (Mapping, _mappings),
    (Set, _sets),
)
