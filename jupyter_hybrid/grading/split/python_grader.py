"""Grades Python notebooks: answers in one process, tests in another (docs/decisions/0019)."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading.interpreters import Interpreter
from jupyter_hybrid.grading.limits import limits_of
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.record import TestRecord
from jupyter_hybrid.grading.run import NotebookRun, cells_to_run
from jupyter_hybrid.grading.split.confining import LEVELS, permissions_of
from jupyter_hybrid.grading.split.environments import Environment, Environments
from jupyter_hybrid.grading.split.link import LinkClosed
from jupyter_hybrid.grading.split.pair import Pair
from jupyter_hybrid.grading.split.place import SplitPlace
from jupyter_hybrid.services.ports import GradingTask

_WEAKEST_FIRST = (TrustMode.SHARED, TrustMode.SEALED, TrustMode.SPLIT)
_SEED_BITS = 32


class PythonGrader:
    """Runs each task in a pair of processes of its own, with hidden tests in a second pair.

    Parameters
    ----------
    options
        What the operator chooses.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._most = options.limits
        self._min_level = options.min_level
        self._workers = asyncio.Semaphore(options.workers())
        self._environments = Environments(options)
        self._in_use: set[Pair] = set()
        self._is_closed = False

    async def warm(self, interpreter: Interpreter, *, imports: frozenset[str]) -> None:
        """Have everything ready for a first task.

        Raises
        ------
        Unavailable
            If the interpreter cannot grade.
        """
        environment = await self._environment(interpreter, imports)
        environment.refill()

    async def grade(self, task: GradingTask, *, interpreter: Interpreter) -> Grade:
        """Return what the graded cells of `task` give.

        Raises
        ------
        Unavailable
            If the engine itself cannot work, isolates too little, or is being closed.
        """
        async with self._workers:
            started = time.perf_counter()
            environment = await self._environment(interpreter, frozenset(task.imports))
            try:
                return await self._grade(task, environment=environment, started=started)
            finally:
                if not self._is_closed:
                    environment.refill()

    async def _environment(self, interpreter: Interpreter, imports: frozenset[str]) -> Environment:
        self._check_open()
        environment = await self._environments.environment(interpreter, imports=imports)
        if environment.level < self._min_level:
            raise Unavailable(
                f"answers would be kept apart only by {LEVELS[environment.level]} on this machine,"
                f" and at least {LEVELS[self._min_level]} is asked for"
            )
        return environment

    async def _grade(self, task: GradingTask, *, environment: Environment, started: float) -> Grade:
        limits = limits_of(task.limits, most=self._most)
        seed = secrets.randbits(_SEED_BITS) if task.seed is None else task.seed
        if not any(cell.cell_type == "code" for cell in cells_to_run(task)):
            run = NotebookRun(task, place=None, limits=limits)
            await run.go()
            return _grade_of(run, level="A0", started=started, place=None, task=task)
        async with self._pair(task, environment) as pair:
            place = SplitPlace(pair, task=task, limits=limits, has_hidden=_is_shared(task))
            run = NotebookRun(task, place=place, limits=limits)
            await self._go(run, place, seed=seed)
        if any(record.can_win for record in run.records) and not _is_shared(task):
            await self._complete(run, task=task, environment=environment, seed=seed)
        return _grade_of(run, level=pair.level, started=started, place=place, task=task)

    async def _complete(
        self, run: NotebookRun, *, task: GradingTask, environment: Environment, seed: int
    ) -> None:
        """Run everything once more in fresh processes, with the hidden tests; only bits leave.

        Only as far as hidden tests can still give points: a loop costs its time once.
        """
        asked = frozenset(record.cell.id for record in run.records if record.can_win)
        limits = limits_of(task.limits, most=self._most)
        async with self._pair(task, environment) as pair:
            again = replace(task, graded=asked)
            place = SplitPlace(pair, task=again, limits=limits, has_hidden=True)
            second = NotebookRun(again, place=place, limits=limits, timeout_s=max(0.1, run.left_s))
            await self._go(second, place, seed=seed)
        found = {record.cell.id: record for record in second.records}
        for record in run.records:
            if record.cell.id in found:
                record.complete(found[record.cell.id])

    async def _go(self, run: NotebookRun, place: SplitPlace, *, seed: int) -> None:
        try:
            await place.begin(seed=seed)
        except LinkClosed as error:
            raise Unavailable(f"a grading process does not begin: {error}") from error
        await run.go()
        self._check_open()  # or a process that we ended would count against the learner

    @asynccontextmanager
    async def _pair(self, task: GradingTask, environment: Environment) -> AsyncIterator[Pair]:
        pair = await environment.take(permissions_of(task))
        self._in_use.add(pair)
        try:
            self._check_open()
            yield pair
        finally:
            pair.end()
            self._in_use.discard(pair)

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("the grading engine was stopped")

    async def close(self) -> None:
        """End every process; what is being graded raises `Unavailable`. Idempotent."""
        self._is_closed = True
        for pair in tuple(self._in_use):
            pair.end()
        await self._environments.end()


def _is_shared(task: GradingTask) -> bool:
    """Return whether tests share the answers' process: then hidden ones are run at once."""
    return any(task.trust.get(cell) is TrustMode.SHARED for cell in task.graded)


def _grade_of(
    run: NotebookRun, *, level: str, started: float, place: SplitPlace | None, task: GradingTask
) -> Grade:
    story = run.story()
    faults = (record.fault for record in run.records)
    return Grade(
        tuple(story.grades),
        level,
        round((time.perf_counter() - started) * 1000),
        notes=tuple(story.notes),
        missing=tuple(story.missing),
        trust=_weakest(run.records, task=task),
        tampering=tuple(dict.fromkeys(place.tampering)) if place else (),
        fault=next((fault for fault in faults if fault), None),
        outputs=place.outputs if place else {},
    )


def _weakest(records: Sequence[TestRecord], *, task: GradingTask) -> TrustMode | None:
    used = {task.trust.get(record.cell.id, TrustMode.SPLIT) for record in records}
    return next((mode for mode in _WEAKEST_FIRST if mode in used), None)
