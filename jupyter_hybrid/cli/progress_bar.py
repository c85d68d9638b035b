"""How far a long command is, on standard error."""

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from jupyter_hybrid.cli.terminal import printable

_BAR_WIDTH = 24
_REDRAW_S = 0.1
_LINE_EVERY_S = 5.0
_MINUTE_S = 60


class ProgressBar:
    """A bar on a terminal; elsewhere a line every few seconds.

    Parameters
    ----------
    n_total
        How much there is to do.
    n_known
        How much of it was done before: it says nothing about how fast this goes.
    stream
        Where to; standard error if None.
    clock
        Seconds that only go forward.
    """

    def __init__(
        self,
        n_total: int,
        *,
        n_known: int = 0,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._clock = clock
        self._n_total = n_total
        self._n_known = n_known
        self._n_done = n_known
        self._began = clock()
        self._told = self._began if not self._is_terminal else 0.0
        self._is_drawn = False

    def done(self, what: str) -> None:
        """Count one more, and tell of it if it is time to."""
        self._n_done += 1
        self._tell(what)

    def skip(self) -> None:
        """Count one more that took no work."""
        self._n_known += 1
        self._n_done += 1

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._is_drawn = False

    def text(self, what: str) -> str:
        """Return how far it is, in words."""
        counts = f"{self._n_done}/{self._n_total}  {printable(what)}"
        n_new, taken_s = self._n_done - self._n_known, self._clock() - self._began
        if n_new == 0 or taken_s <= 0:
            return counts
        rate = n_new / taken_s
        left_s = (self._n_total - self._n_done) / rate
        return f"{counts}  {rate:.1f}/s  {_duration(left_s)} left"

    def _tell(self, what: str) -> None:
        every_s = _REDRAW_S if self._is_terminal else _LINE_EVERY_S
        is_last = self._is_terminal and self._n_done == self._n_total
        if self._clock() - self._told < every_s and not is_last:
            return
        self._told = self._clock()
        if not self._is_terminal:
            print(self.text(what), file=self._stream, flush=True)
            return
        n_full = _BAR_WIDTH * self._n_done // max(1, self._n_total)
        bar = f"[{'#' * n_full}{'.' * (_BAR_WIDTH - n_full)}] {self.text(what)}"
        self._stream.write(f"\r{bar[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        self._stream.flush()
        self._is_drawn = True


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02d} min"
