"""Lets the supervisor's SIGINT stop what runs, as it does in a kernel, and nothing else."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[None]:
    """Have SIGINT raise ``KeyboardInterrupt`` meanwhile."""
    was = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, was)
