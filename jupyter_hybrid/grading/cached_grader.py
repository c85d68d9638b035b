"""Grades that are known already: the same answers against the same tests give the same."""

import asyncio
import hashlib
import json
import re
import time
from collections import OrderedDict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Protocol, runtime_checkable

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.services.ports import Grader, GradingTask

MIB = 2**20
_ENDED_EARLY = re.compile(
    r"\b(stopped|killed|ended|not run|timed out|too long|time limit|took longer|memory)\b",
    re.IGNORECASE,
)
"""In what is said of a run that came to no regular end: another time, it may come to one."""


@runtime_checkable
class Fingerprinted(Protocol):
    """A grader that can tell its environments apart."""

    def fingerprint(self, task: GradingTask) -> str:
        """Return what a result depends on beside the task: interpreter, packages, isolation."""
        ...


class CachedGrader:
    """The `Grader` port in front of another one.

    A task that was graded before gets the same grade at once, with the time of looking it up. Two
    equal tasks at the same time are graded once. Kept is only what would come out again: no fault
    of the author, nothing that depends on how busy the machine was, no failure of the engine.

    Parameters
    ----------
    grader
        Who grades what is not known yet.
    n_kept
        How many grades are kept at most.
    n_bytes
        Bytes that they may take together, about.
    """

    def __init__(self, grader: Grader, *, n_kept: int = 4096, n_bytes: int = 32 * MIB) -> None:
        self._grader = grader
        self._kept = _Kept(n_kept=n_kept, n_bytes=n_bytes)
        self._flights: dict[str, _Flight] = {}

    async def grade(self, task: GradingTask) -> Grade:
        """Return what the graded cells of `task` give.

        Raises
        ------
        Unavailable
            As the other grader does, or if it is closed meanwhile.
        """
        begun = time.perf_counter()
        fingerprint = self._fingerprint(task)
        key = await asyncio.to_thread(task_key, task, fingerprint=fingerprint)
        known = self._kept.get(key)
        if known is not None:
            return replace(known, elapsed_ms=round((time.perf_counter() - begun) * 1000))
        return await self._join(key, task)

    async def close(self) -> None:
        """Stop everything that was started; idempotent."""
        flights = [flight.task for flight in self._flights.values()]
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self._grader.close()

    def _fingerprint(self, task: GradingTask) -> str:
        grader = self._grader
        own = grader.fingerprint(task) if isinstance(grader, Fingerprinted) else ""
        return f"{type(grader).__name__} {own}"

    async def _join(self, key: str, task: GradingTask) -> Grade:
        """Wait for the grading of a task; the last one who stops waiting stops it."""
        flight = self._flights.get(key) or self._begin(key, task)
        flight.n_waiting += 1
        try:
            await asyncio.wait([flight.task])
        finally:
            flight.n_waiting -= 1
            if flight.n_waiting == 0 and not flight.task.done():
                flight.task.cancel()
                self._forget(key, flight)
        if flight.task.cancelled():
            raise Unavailable("the grading engine was stopped")
        return flight.task.result()

    def _begin(self, key: str, task: GradingTask) -> "_Flight":
        flight = _Flight(asyncio.create_task(self._grader.grade(task)))
        flight.task.add_done_callback(lambda _: self._land(key, flight))
        self._flights[key] = flight
        return flight

    def _land(self, key: str, flight: "_Flight") -> None:
        self._forget(key, flight)
        is_graded = not flight.task.cancelled() and flight.task.exception() is None
        if is_graded and is_repeatable(flight.task.result()):
            self._kept.put(key, flight.task.result())

    def _forget(self, key: str, flight: "_Flight") -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


def is_repeatable(grade: Grade) -> bool:
    """Return whether the same task would be graded the same another time.

    What is said of a run that was stopped, ran out of time or memory, or lost its process may be
    due to the load. Of a hidden test that failed nothing is said: it may have been that, too. The
    author mends a fault.
    """
    tests = [test for cell in grade.cells for test in cell.tests]
    is_silent = any(test.hidden and not test.passed for test in tests)
    said = [*grade.notes, *(test.message for test in tests)]
    return grade.fault is None and not is_silent and not any(map(_ENDED_EARLY.search, said))


def task_key(task: GradingTask, *, fingerprint: str) -> str:
    """Return a digest of all that the grade of a task depends on.

    Cells behind the last graded one are not run: an answer that changes there changes nothing.
    """
    last = max((n for n, cell in enumerate(task.cells) if cell.id in task.graded), default=-1)
    run = replace(task, cells=task.cells[: last + 1])
    text = json.dumps([fingerprint, run], sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    """Return what JSON does not know as something that it knows; bytes as their digest."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return sorted(map(str, value))
    return repr(value)


@dataclass(slots=True)
class _Flight:
    """A grading under way, and how many wait for it."""

    task: "asyncio.Task[Grade]"
    n_waiting: int = 0


class _Kept:
    """Grades by key; the one that was not asked for the longest goes first."""

    def __init__(self, *, n_kept: int, n_bytes: int) -> None:
        self._most = n_kept
        self._most_bytes = n_bytes
        self._grades: OrderedDict[str, tuple[Grade, int]] = OrderedDict()
        self._n_bytes = 0

    def get(self, key: str) -> Grade | None:
        found = self._grades.get(key)
        if found is None:
            return None
        self._grades.move_to_end(key)
        return found[0]

    def put(self, key: str, grade: Grade) -> None:
        size = len(key) + len(repr(grade))
        if size > self._most_bytes:
            return
        self._n_bytes -= self._grades.pop(key, (grade, 0))[1]
        self._grades[key] = (grade, size)
        self._n_bytes += size
        while len(self._grades) > self._most or self._n_bytes > self._most_bytes:
            _, (_, freed) = self._grades.popitem(last=False)
            self._n_bytes -= freed
