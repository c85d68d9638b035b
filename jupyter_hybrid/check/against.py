"""Compares a learner's function with a reference and shows the smallest input that differs."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from jupyter_hybrid.check.difference import first_difference
from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.inputs import Inputs
from jupyter_hybrid.check.inputs import tuples as _tuples
from jupyter_hybrid.check.place import current
from jupyter_hybrid.check.texts import cut, name_of_type, short
from jupyter_hybrid.check.tolerance import Tolerance
from jupyter_hybrid.check.values import tolerance_of

_MOST_SHRINKS = 300
_SHRINKING_S = 1.0


@dataclass(frozen=True)
class _Outcome:
    """What came of one call."""

    value: Any = None
    error: str | None = None

    def text(self) -> str:
        return short(self.value) if self.error is None else cut(self.error)


@dataclass(frozen=True)
class _Wrong:
    args: tuple[Any, ...]
    expected: _Outcome
    got: _Outcome
    words: str


class _Pair:
    """The learner's function beside the reference."""

    def __init__(
        self, function: Callable[..., Any], reference: Callable[..., Any], tolerance: Tolerance
    ) -> None:
        self._function = function
        self._reference = reference
        self._tolerance = tolerance

    def wrong(self, args: tuple[Any, ...]) -> _Wrong | None:
        """Return how the function is wrong for these arguments, or None."""
        expected = _call(self._reference, args)
        got = _call(self._function, args)
        if expected.error is not None or got.error is not None:
            if _kind(expected) == _kind(got):
                return None
            return _Wrong(args, expected, got, "")
        found = first_difference(got.value, expected.value, tolerance=self._tolerance)
        return None if found is None else _Wrong(args, expected, got, str(found))


def _call(function: Callable[..., Any], args: tuple[Any, ...]) -> _Outcome:
    try:
        return _Outcome(function(*copy.deepcopy(args)))
    except Exception as error:  # noqa: BLE001 (what is raised is what is compared)
        text = f"{name_of_type(type(error))}: {error}".removesuffix(": ")
        return _Outcome(error=text)


def _kind(outcome: _Outcome) -> str | None:
    return outcome.error and outcome.error.partition(":")[0]


def against(  # noqa: PLR0913 (all but the first three have a default)
    function: Callable[..., Any],
    reference: Callable[..., Any],
    arguments: Inputs | Sequence[Inputs],
    *,
    n: int = 50,
    examples: Iterable[Any] = (),
    seed: int | None = None,
    rel: float | None = None,
    within: float | None = None,
    message: str | None = None,
) -> None:
    """Check that a function gives what a reference gives, for examples and many random inputs.

    Inputs begin small. Of a wrong one smaller ones are tried, and the smallest is shown. Where the
    reference raises, the function has to raise an exception of the same name.

    Parameters
    ----------
    arguments
        Kinds of values for the arguments, for example ``check.lists(check.floats())``; several
        arguments are a tuple of kinds.
    n
        How many random inputs, at most 10,000.
    examples
        Inputs to try first; several arguments are a tuple.
    seed
        Decides the random inputs; that of the grading if None, and always the same without one.
    rel, within
        Allowed differences, as for `close`.

    Raises
    ------
    CheckFailed
    """
    is_single = not isinstance(arguments, Sequence)
    kinds = _tuples(*arguments) if isinstance(arguments, Sequence) else _tuples(arguments)
    pair = _Pair(function, reference, tolerance_of(rel=rel, within=within))
    wrong = None
    for example in examples:
        wrong = wrong or pair.wrong((example,) if is_single else tuple(example))
    if wrong is None:
        wrong = _first_wrong(pair, kinds, n=min(n, 10_000), seed=_seed(seed))
    if wrong is not None:
        raise _failure(wrong, function, message)


def _seed(seed: int | None) -> int:
    found = current().seed() if seed is None else seed
    return 0 if found is None else found


def _first_wrong(pair: _Pair, kinds: Inputs, *, n: int, seed: int) -> _Wrong | None:
    random = Random(seed)  # noqa: S311 (no secret)
    for index in range(n):
        wrong = pair.wrong(kinds.make(random, (index / max(n - 1, 1)) ** 2))
        if wrong is not None:
            return _smallest(pair, kinds, wrong)
    return None


def _smallest(pair: _Pair, kinds: Inputs, wrong: _Wrong) -> _Wrong:
    """Return the simplest wrong input that can be found in a second from a wrong one."""
    ends_at = time.monotonic() + _SHRINKING_S
    n_left = _MOST_SHRINKS
    is_shrinking = True
    while is_shrinking:
        is_shrinking = False
        for args in kinds.smaller(wrong.args):
            n_left -= 1
            if n_left < 0 or time.monotonic() > ends_at:
                return wrong
            simpler = pair.wrong(args)
            if simpler is not None and _is_alike(simpler, wrong):
                wrong, is_shrinking = simpler, True
                break
    return wrong


def _is_alike(one: _Wrong, other: _Wrong) -> bool:
    # Else a wrong result would shrink to an input that the function was never meant for.
    return _kind(one.expected) == _kind(other.expected)


def _failure(wrong: _Wrong, function: Any, message: str | None) -> CheckFailed:
    name = name_of_type(function)
    name = "the function" if name in {"object", "<lambda>"} else name
    inside = ", ".join(short(one, most=100) for one in wrong.args)
    words = f"for {name}({inside})" if name != "the function" else f"for the arguments {inside}"
    if wrong.words and "\n" not in wrong.words:
        words += f": {wrong.words}"
    return CheckFailed(words, expected=wrong.expected.text(), got=wrong.got.text(), message=message)
