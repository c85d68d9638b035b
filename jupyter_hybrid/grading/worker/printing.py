"""Text that code prints while a question is answered."""

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator

MOST_TEXT = 1024 * 1024


class _Part(io.TextIOBase):
    """One stream; remembers what it was given, in order with the other one."""

    encoding = "utf-8"

    def __init__(self, name: str, parts: list[list[str]]) -> None:
        self.name = name
        self._parts = parts
        self._left = MOST_TEXT

    def write(self, text: str) -> int:
        """Take text; what is too much is dropped."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        kept = text[: self._left]
        self._left -= len(kept)
        if not kept:
            return len(text)
        if self._parts and self._parts[-1][0] == self.name:
            self._parts[-1][1] += kept
        else:
            self._parts.append([self.name, kept])
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
        """Take several texts."""
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        """Return True."""
        return True


class Printing:
    """What was printed, by stream, in order; a megabyte of each at most."""

    def __init__(self) -> None:
        self._parts: list[list[str]] = []

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Take what is printed instead of letting it through."""
        was = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Part("stdout", self._parts), _Part("stderr", self._parts)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = was

    def texts(self) -> list[list[str]]:
        """Return pairs of stream and text."""
        return self._parts
