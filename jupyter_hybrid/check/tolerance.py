"""How far a number may be from another one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be from the expected one: the larger of two distances.

    Parameters
    ----------
    rel
        Share of the expected number, for example 1e-3 for a thousandth; at least 0.
    within
        Distance in the number's own unit; at least 0.
    """

    rel: float = 0.0
    within: float = 0.0

    def __post_init__(self) -> None:
        if not (self.rel >= 0 and self.within >= 0):
            raise ValueError("a tolerance is 0 or more")

    def allowed(self, expected: Any) -> float:
        """Return the allowed distance from a number."""
        if not self.rel or isinstance(expected, complex) or _is_special(expected):
            size = abs(expected) if isinstance(expected, complex) else 0.0
        else:
            size = abs(float(expected))
        return max(self.rel * size, self.within)

    def holds(self, got: Any, expected: Any) -> bool:
        """Return whether a number is the expected one, or near enough; NaN is NaN."""
        try:
            if bool(got == expected) or (is_nan(got) and is_nan(expected)):
                return True
            if (not self.rel and not self.within) or _is_special(got) or _is_special(expected):
                return False
            return bool(abs(_comparable(got) - _comparable(expected)) <= self.allowed(expected))
        except (TypeError, ValueError, OverflowError):
            return False

    def in_words(self, expected: Any) -> str:
        """Return the allowed distance as a short number, or nothing if it is only for rounding."""
        if self.rel <= _ROUNDING and self.within <= _ROUNDING:
            return ""
        try:
            allowed = self.allowed(expected)
        except (TypeError, ValueError, OverflowError):
            return ""
        return f"{allowed:.3g}" if allowed else ""


_ROUNDING = 1e-6
EXACT = Tolerance()
NEAR = Tolerance(rel=1e-9, within=1e-12)


def is_nan(number: Any) -> bool:
    """Return whether something is a number that is not a number."""
    try:
        return bool(number != number)  # noqa: PLR0124 (the definition of NaN)
    except Exception:  # noqa: BLE001 (a learner's class)
        return False


def _is_special(number: Any) -> bool:
    if isinstance(number, complex):
        return not (math.isfinite(number.real) and math.isfinite(number.imag))
    if isinstance(number, int):
        return False
    return not math.isfinite(number)


def _comparable(number: Any) -> Any:
    return float(number) if isinstance(number, Decimal) else number
