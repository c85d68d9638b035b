"""How running a cell ended, wherever it ran."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 500
MUCH_TEXT = 10_000


class Ending(StrEnum):
    """How a request ended."""

    DONE = "done"
    TIMED_OUT = "timed_out"
    FLOODED = "flooded"
    """It printed more than is allowed."""
    DIED = "died"
    """The kernel ended while it ran."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception in the kernel.

    Parameters
    ----------
    name
        Its class.
    text
        What ``str`` gave.
    at
        The line that is no Python with a caret below it; empty for other exceptions.
    """

    name: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request gave.

    Parameters
    ----------
    ending
        How it ended; whatever it was, the kernel may be gone.
    raised
        The exception, or None.
    stderr
        What was written there, cut.
    result
        The last expression's value as text, or None if there was none.
    is_cut
        Whether it printed more than is kept, and went on all the same.
    """

    ending: Ending
    raised: Raised | None = None
    stderr: str = ""
    result: str | None = None
    is_cut: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether it ran to its end without an exception."""
        return self.ending is Ending.DONE and self.raised is None
