"""Values as short texts, whatever they are."""

import math
import reprlib
import sys

from jupyter_hybrid.grading.worker.codec_writer import Foreign

LONGEST = 500
_MOST_ITEMS = 200


class _Short(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 8
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = _MOST_ITEMS
        self.maxfrozenset = self.maxdeque = self.maxarray = _MOST_ITEMS
        self.maxstring = self.maxother = self.maxlong = LONGEST

    def repr_instance(self, x: Foreign, level: int) -> str:
        del level
        try:
            return cut(repr(x))
        except Exception as error:  # noqa: BLE001  also what the learner's own repr raises
            return f"<{type(x).__name__} that cannot be shown: {type(error).__name__}>"

    def repr_dict(self, x: dict[Foreign, Foreign], level: int) -> str:
        """Keep the order of the keys."""
        if level <= 0 or len(x) > _MOST_ITEMS:
            return super().repr_dict(x, level)
        pairs = [
            f"{self.repr1(key, level - 1)}: {self.repr1(value, level - 1)}"
            for key, value in x.items()
        ]
        return "{" + ", ".join(pairs) + "}"


_SHORT = _Short()


def short_repr(value: object) -> str:
    """Return what a value looks like, in 500 characters at most."""
    return cut(_SHORT.repr(value))


def cut(text: str, *, most: int = LONGEST) -> str:
    """Return `text`, shortened with an ellipsis if it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def number_in(value: object) -> float | None:
    """Return a plain or NumPy number as a finite float; None for anything else, also for NaN.

    Truth values are no numbers. What is too large, infinity included, is the largest float.
    """
    numpy = sys.modules.get("numpy")
    is_number = type(value) in (int, float) or (
        numpy is not None and isinstance(value, (numpy.integer, numpy.floating))
    )
    if not is_number:
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError:
        return math.copysign(sys.float_info.max, value)  # type: ignore[arg-type]
    if math.isnan(number):
        return None
    return max(-sys.float_info.max, min(number, sys.float_info.max))
