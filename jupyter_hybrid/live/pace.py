"""How often something may happen."""

from collections.abc import Callable
from typing import Protocol


class Cancellable(Protocol):
    """Something that will happen unless it is cancelled."""

    def cancel(self) -> None:
        """Let it not happen."""
        ...


class Loop(Protocol):
    """The part of asyncio's event loop that a room uses."""

    def time(self) -> float:
        """Return seconds of a clock that never goes back."""
        ...

    def call_later(self, delay: float, callback: Callable[[], object], /) -> Cancellable:
        """Call `callback` in `delay` seconds."""
        ...


class TokenBucket:
    """A limit that lets bursts pass.

    Parameters
    ----------
    rate_per_s
        How often in the long run.
    burst
        How often at once.
    """

    def __init__(self, loop: Loop, *, rate_per_s: float, burst: int) -> None:
        self._loop = loop
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._n_left = float(burst)
        self._filled_at = loop.time()

    def take(self) -> bool:
        """Whether one more is within the limit; counts it if so."""
        now = self._loop.time()
        earned = (now - self._filled_at) * self._rate_per_s
        self._n_left = min(self._burst, self._n_left + earned)
        self._filled_at = now
        if self._n_left < 1:
            return False
        self._n_left -= 1
        return True


class Throttle:
    """Calls `action` soon after it is asked to, and never twice within `interval_s`.

    The first request after a quiet time is served in the loop's next turn, so one keystroke is not
    held back; those that follow within the interval are served together.
    """

    def __init__(self, loop: Loop, action: Callable[[], None], *, interval_s: float) -> None:
        self._loop = loop
        self._action = action
        self._interval_s = interval_s
        self._acted_at = float("-inf")
        self._handle: Cancellable | None = None

    def request(self) -> None:
        """Have the action called once more."""
        if self._handle is None:
            wait_s = self._acted_at + self._interval_s - self._loop.time()
            self._handle = self._loop.call_later(max(0.0, wait_s), self._act)

    def cancel(self) -> None:
        """Forget what was asked for."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _act(self) -> None:
        self._handle = None
        self._acted_at = self._loop.time()
        self._action()
