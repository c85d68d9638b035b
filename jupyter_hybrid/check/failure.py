"""The exception of a check that does not hold, and how its sentence is put together."""

from __future__ import annotations

from jupyter_hybrid.check.texts import cut, short

LONGEST_MESSAGE = 500
_LONGEST_VALUE = 200


class CheckFailed(AssertionError):  # noqa: N818 (it reads as a fact, like AssertionError)
    """A check that does not hold.

    Parameters
    ----------
    words
        What is wrong, without the two values; may be empty if there are two values.
    expected, got
        Short texts of the two values; None where nothing was compared.
    message
        The author's own words; they come first.

    Attributes
    ----------
    words : str
        What is wrong without `expected` and `got`, for a reader who sees them beside it.
    expected, got : str or None
        At most 200 characters each.
    """

    def __init__(
        self,
        words: str,
        *,
        expected: str | None = None,
        got: str | None = None,
        message: str | None = None,
    ) -> None:
        self.expected = None if expected is None else cut(expected, most=_LONGEST_VALUE)
        self.got = None if got is None else cut(got, most=_LONGEST_VALUE)
        parts = [part for part in (message and str(message), words) if part]
        self.words = cut(": ".join(parts), most=LONGEST_MESSAGE)
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        if self.expected is None or self.got is None:
            return self.words or "the check does not hold"
        values = f"expected {self.expected}, got {self.got}"
        if not self.words:
            return cut(values, most=LONGEST_MESSAGE)
        if "\n" in self.words:  # texts stand there line below line already
            return self.words
        whole = f"{self.words} ({values})"
        return whole if len(whole) <= LONGEST_MESSAGE else self.words


def fail(message: str) -> None:
    """Fail with the author's own words.

    Raises
    ------
    CheckFailed
        Always.
    """
    raise CheckFailed(message)


def true(condition: object, message: str) -> None:
    """Check that a condition holds; `message` says to the learner what should be.

    Raises
    ------
    CheckFailed
    """
    if not condition:
        raise CheckFailed(message)


def instead_of(
    got: object, expected: object, *, message: str | None, words: str = ""
) -> CheckFailed:
    """Return the failure for two values that are not as they should be to each other."""
    return CheckFailed(words, expected=short(expected), got=short(got), message=message)
