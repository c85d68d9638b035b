"""What an operator chooses about the grading engine."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid.grading.limits import MOST, Limits


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an operator chooses.

    Parameters
    ----------
    limits
        What no task can exceed, whatever its author asks for.
    n_workers
        How many are graded at the same time; None for one per processor.
    n_ready
        How many pairs of processes each environment holds ready.
    min_level, max_level
        The least isolation that is accepted, and the most that is used where it can be had: 0 to
        3. Level 3 adds namespaces, and some 20 ms to each grade.
    hidden
        Folders that no answer may read, wherever they lie.
    is_fresh
        Whether to start interpreters for each task even where they could be forked.
    """

    limits: Limits = MOST
    n_workers: int | None = None
    n_ready: int = 2
    min_level: int = 0
    max_level: int = 2
    hidden: Sequence[Path] = ()
    is_fresh: bool = False

    @property
    def level(self) -> int:
        """The most isolation to use: what is asked for at least is never too much."""
        return max(self.max_level, self.min_level)

    def workers(self) -> int:
        """Return how many are graded at the same time."""
        return self.n_workers or n_processors()


def n_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
