"""What was measured, before it becomes tables."""

from dataclasses import dataclass, field
from typing import Any

EVERY_S = 5.0
"""Seconds from one check of a learner to the next."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a contestant took for a course, in all rounds together.

    Parameters
    ----------
    per_submission_ms
        Milliseconds of the work of one, from those programs' own clocks that tell; else of the
        whole program.
    class_s
        Seconds of the whole program for the largest class that it got, `n` learners.
    """

    n: int
    per_submission_ms: float
    p50_ms: float | None
    p95_ms: float | None
    class_s: float
    cpu_s: float
    rss_mib: float
    pss_mib: float
    points: dict[str, float]


@dataclass(slots=True)
class Round:
    """What was measured, in milliseconds.

    Parameters
    ----------
    steady
        By number of learners and step: each check of learners who check every `EVERY_S`.
    bursts
        Of thirty checks at once, from the first request to the last result.
    first
        The first check of a server's life.
    rested
        The first checks after some seconds in which nobody asked for anything.
    known
        Checks of answers that are graded already.
    idle_mib
        Of the processes that wait for a check.
    """

    steady: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    bursts: list[float] = field(default_factory=list)
    first: float = 0.0
    rested: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    idle_mib: float = 0.0


@dataclass(slots=True)
class Findings:
    """All that was measured; what was left out is empty."""

    machine: list[str] = field(default_factory=list)
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    levels: dict[int, dict[str, Any]] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)
    layers: dict[str, list[float]] = field(default_factory=dict)
    http: Round | None = None
    endurance: dict[str, Any] = field(default_factory=dict)
