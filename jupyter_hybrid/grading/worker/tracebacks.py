"""Keeps the traceback of an endless recursion short: showing it would take seconds."""

from types import TracebackType

DEEPEST = 100
_N_FIRST, _N_LAST = 10, 20
_MOST_CHAINED = 10


def shorten(error: BaseException | None) -> None:
    """Leave the first and the last calls in the traceback of `error` and of what caused it."""
    for _ in range(_MOST_CHAINED):
        if error is None:
            return
        _shorten(error.__traceback__)
        error = error.__cause__ or error.__context__


def _shorten(trace: TracebackType | None) -> None:
    calls: list[TracebackType] = []
    while trace is not None:
        calls.append(trace)
        trace = trace.tb_next
    if len(calls) > DEEPEST:
        calls[_N_FIRST - 1].tb_next = calls[-_N_LAST]
