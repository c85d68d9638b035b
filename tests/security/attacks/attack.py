"""What an attack is, and the list of all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MEAN_TESTS = """\
assert mean([1, 3]) == 2
assert mean([4]) == 4
check_mean = lambda f: f([2, 4]) == 3
assert check_mean(mean)
### BEGIN HIDDEN TESTS
secret = "@HIDDEN@"
assert mean([@NUMBER@, @NUMBER@]) == @NUMBER@, secret
### END HIDDEN TESTS"""

X_TESTS = """\
import math
import unittest
import numpy as np
import numpy.testing as npt
assert x == 42
assert 42 == x
assert not x != 42
assert x in [41, 42, 43]
assert abs(x - 42) < 1e-9
assert x + 1 == 43
assert 41 < x < 43
assert math.isclose(x, 42)
assert [x, x] == [42, 42]
assert {"a": x} == {"a": 42}
assert (x, 1) == (42, 1)
assert isinstance(x, int) and x > 41
assert np.isclose(x, 42)
assert np.allclose([x], [42])
unittest.TestCase().assertEqual(x, 42)
unittest.TestCase().assertAlmostEqual(x, 42)
npt.assert_allclose(x, 42)
npt.assert_array_equal(x, 42)
assert x * 2 == 84"""

CALLS = """
import ctypes, os, signal, struct
libc = ctypes.CDLL(None, use_errno=True)  # what only words forbid, this does not hear
def put(path, text):
    number = libc.open(path.encode(), 0o1101, 0o666)
    print(path, number, ctypes.get_errno(), libc.write(number, text.encode(), len(text)))
    libc.close(number)
"""

ROOT, OTHER = "root", "other"
"""Whom the server runs as. Below A3 a learner's process of root's server is another user's."""
Notebook = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attack:
    """A submission that must give nothing, harm nobody and leave nothing.

    Attributes
    ----------
    answer
        Of the attacked exercise. ``@NAME@`` stands for what the attacker may know or guess.
    tests
        Of the exercise.
    points
        What the answer is honestly worth.
    passed
        Names of tests that even an honest look at the answer lets pass.
    tamper
        Changes the submitted notebook.
    stopped_from
        The first level that stops it, by who runs the server; one level below it gets through.
    why
        Why the levels below cannot.
    is_too_wild
        Whether it would end the test itself where nothing stops it.
    limits, allow
        What the author lets the exercise use.
    """

    answer: str
    tests: str = MEAN_TESTS
    points: float = 0.0
    passed: tuple[str, ...] = ()
    setup: str = ""
    tamper: Callable[[Notebook], None] | None = None
    stopped_from: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    is_too_wild: bool = False
    limits: Mapping[str, Any] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    shown: Callable[[list[dict[str, Any]]], bool] | None = None

    def level_for(self, user: str) -> int:
        """Return the first level that stops it."""
        return self.stopped_from.get(user, 0)


ATTACKS: dict[str, Attack] = {}


def attack(name: str, answer: str, **rest: Any) -> None:
    """Add an attack to the list."""
    if name in ATTACKS:
        raise ValueError(f"two attacks are called {name!r}")
    ATTACKS[name] = Attack(answer, **rest)
