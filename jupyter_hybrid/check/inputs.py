"""Random values to call functions with: small ones first, and smaller ones of a given one."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any, Protocol

_LETTERS = string.ascii_letters + string.digits + " .,-äß"


class Inputs(Protocol):
    """A kind of values."""

    def make(self, random: Random, size: float) -> Any:
        """Return a random value; `size` is from 0 (as small as can be) to 1."""
        ...

    def smaller(self, value: Any) -> Iterator[Any]:
        """Yield simpler values of the same kind, the simplest first."""
        ...


@dataclass(frozen=True)
class _Integers:
    least: int
    most: int

    def make(self, random: Random, size: float) -> int:
        middle = min(max(0, self.least), self.most)
        low = middle - math.ceil((middle - self.least) * size)
        high = middle + math.ceil((self.most - middle) * size)
        return random.randint(low, high)

    def smaller(self, value: int) -> Iterator[int]:
        middle = min(max(0, self.least), self.most)
        step = value - middle
        while step:
            yield value - step
            step = int(step / 2)
        if value < 0 and self.least <= -value <= self.most:
            yield -value


@dataclass(frozen=True)
class _Floats:
    least: float
    most: float
    digits: int

    def make(self, random: Random, size: float) -> float:
        middle = min(max(0.0, self.least), self.most)
        low = middle - (middle - self.least) * size
        high = middle + (self.most - middle) * size
        made = round(random.uniform(low, high), self.digits)
        return min(max(made, self.least), self.most)

    def smaller(self, value: float) -> Iterator[float]:
        middle = min(max(0.0, self.least), self.most)
        for simpler in (middle, float(math.trunc(value)), round(value, 1), -value, value / 2):
            if self.least <= simpler <= self.most and _is_simpler(simpler, value):
                yield simpler


def _is_simpler(one: float, other: float) -> bool:
    return (len(repr(abs(one))), abs(one), one < 0) < (len(repr(abs(other))), abs(other), other < 0)


@dataclass(frozen=True)
class _Sampled:
    options: Sequence[Any]

    def make(self, random: Random, size: float) -> Any:
        return random.choice(self.options[: max(1, math.ceil(len(self.options) * size))])

    def smaller(self, value: Any) -> Iterator[Any]:
        for option in self.options:
            if option == value:
                return
            yield option


@dataclass(frozen=True)
class _Texts:
    letters: str
    shortest: int
    longest: int

    def make(self, random: Random, size: float) -> str:
        longest = self.shortest + math.ceil((self.longest - self.shortest) * size)
        return "".join(random.choices(self.letters, k=random.randint(self.shortest, longest)))

    def smaller(self, value: str) -> Iterator[str]:
        for fewer in _fewer(value, self.shortest):
            yield "".join(fewer)
        for index, letter in enumerate(value):
            if letter != self.letters[0]:
                yield value[:index] + self.letters[0] + value[index + 1 :]


@dataclass(frozen=True)
class _Lists:
    of: Inputs
    shortest: int
    longest: int

    def make(self, random: Random, size: float) -> list[Any]:
        longest = self.shortest + math.ceil((self.longest - self.shortest) * size)
        return [self.of.make(random, size) for _ in range(random.randint(self.shortest, longest))]

    def smaller(self, value: list[Any]) -> Iterator[list[Any]]:
        yield from _fewer(value, self.shortest)
        for index, one in enumerate(value):
            for simpler in self.of.smaller(one):
                yield [*value[:index], simpler, *value[index + 1 :]]


def _fewer(value: Any, shortest: int) -> Iterator[list[Any]]:
    """Yield a sequence without a part, the largest parts first."""
    n_left = len(value) - shortest
    part = n_left
    while part > 0:
        for start in range(0, len(value) - part + 1, part):
            yield [*value[:start], *value[start + part :]]
        part //= 2


@dataclass(frozen=True)
class _Tuples:
    parts: tuple[Inputs, ...]

    def make(self, random: Random, size: float) -> tuple[Any, ...]:
        return tuple(part.make(random, size) for part in self.parts)

    def smaller(self, value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for index, part in enumerate(self.parts):
            for simpler in part.smaller(value[index]):
                yield (*value[:index], simpler, *value[index + 1 :])


@dataclass(frozen=True)
class _Dicts:
    keys: Inputs
    values: Inputs
    longest: int

    def make(self, random: Random, size: float) -> dict[Any, Any]:
        n = random.randint(0, math.ceil(self.longest * size))
        return {self.keys.make(random, size): self.values.make(random, size) for _ in range(n)}

    def smaller(self, value: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
        for key in value:
            yield {one: value[one] for one in value if one != key}
        for key, one in value.items():
            for simpler in self.values.smaller(one):
                yield {**value, key: simpler}


@dataclass(frozen=True)
class _OneOf:
    choices: tuple[Inputs, ...]

    def make(self, random: Random, size: float) -> Any:
        return random.choice(self.choices).make(random, size)

    def smaller(self, value: Any) -> Iterator[Any]:
        for choice in self.choices:
            try:
                yield from choice.smaller(value)
            except (TypeError, ValueError, AttributeError):  # a value of another choice
                continue


@dataclass(frozen=True)
class _Arrays:
    rows: _Lists

    def make(self, random: Random, size: float) -> Any:
        return import_module("numpy").array(self.rows.make(random, size))

    def smaller(self, value: Any) -> Iterator[Any]:
        for fewer in self.rows.smaller(value.tolist()):
            yield import_module("numpy").array(fewer)


def integers(least: int = -100, most: int = 100) -> Inputs:
    """Make whole numbers from `least` to `most`, both included."""
    return _Integers(*_ordered(least, most))


def floats(least: float = -100.0, most: float = 100.0, *, digits: int = 2) -> Inputs:
    """Make numbers from `least` to `most` with so many digits behind the point; finite."""
    return _Floats(*_ordered(float(least), float(most)), digits)


def booleans() -> Inputs:
    """Make False and True."""
    return _Sampled((False, True))


def texts(letters: str = _LETTERS, *, shortest: int = 0, longest: int = 12) -> Inputs:
    """Make texts of these letters; lengths are in characters."""
    return _Texts(letters, *_ordered(shortest, longest))


def sampled(options: Sequence[Any]) -> Inputs:
    """Take one of some values; write the simplest first."""
    if not options:
        raise ValueError("there must be a value to take")
    return _Sampled(tuple(options))


def lists(of: Inputs, *, shortest: int = 0, longest: int = 10) -> Inputs:
    """Make lists of values of one kind; write ``shortest=1`` for none that is empty."""
    return _Lists(of, *_ordered(shortest, longest))


def tuples(*parts: Inputs) -> Inputs:
    """Make tuples with one value of each kind."""
    return _Tuples(parts)


def dicts(keys: Inputs, values: Inputs, *, longest: int = 6) -> Inputs:
    """Make dictionaries with at most `longest` keys."""
    return _Dicts(keys, values, longest)


def one_of(*choices: Inputs) -> Inputs:
    """Make values of any of these kinds."""
    return _OneOf(choices)


def arrays(of: Inputs | None = None, *, shortest: int = 1, longest: int = 10) -> Inputs:
    """Make NumPy arrays with one dimension."""
    return _Arrays(_Lists(of or floats(), *_ordered(shortest, longest)))


def _ordered(least: Any, most: Any) -> tuple[Any, Any]:
    if least > most:
        raise ValueError(f"{least} is more than {most}")
    return least, most
