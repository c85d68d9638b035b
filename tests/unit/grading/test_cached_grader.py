"""Grades that are known already."""

import asyncio
from dataclasses import fields, replace

import pytest

from fakes import tasks
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult
from jupyter_hybrid.domain.policies import Limits, Permission, TrustMode
from jupyter_hybrid.grading.cached_grader import CachedGrader, task_key
from jupyter_hybrid.services.ports import GradingTask

TASK = tasks.task(tasks.answer("mean = 1"), tasks.graded_by("assert mean"), files={"a": b"1"})
GRADE = Grade((CellGrade("test-mean", 2.0, 2.0, needs_manual_grade=False),), "A2", 5000)


class CountingGrader:
    """Gives one grade after the other; waits if it is held."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes) or [GRADE]
        self.n_graded = 0
        self.n_stopped = 0
        self.is_closed = False
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def grade(self, task):
        self.n_graded += 1
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.n_stopped += 1
            raise
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def close(self):
        self.is_closed = True


async def graded_by(inner, *asked, **options):
    grader = CachedGrader(inner, **options)
    return [await grader.grade(task) for task in asked]


@pytest.mark.asyncio
async def test_the_same_task_is_graded_once_and_the_second_time_says_how_long_looking_it_up_took():
    inner = CountingGrader()

    first, second = await graded_by(inner, TASK, replace(TASK))

    assert inner.n_graded == 1
    assert first == GRADE
    assert second == replace(GRADE, elapsed_ms=second.elapsed_ms)
    assert second.elapsed_ms < 1000


CHANGES = {
    "cells": (tasks.answer("mean = 2"), *TASK.cells[1:]),
    "graded": frozenset(),
    "kernel_name": "ir",
    "language": "R",
    "folder": "week_1",
    "files": {"a": b"2"},
    "limits": Limits(cell_s=1.0),
    "reference": {"mean": "mean = 1"},
    "imports": ("numpy",),
    "trust": {"test-mean": TrustMode.SEALED},
    "allow": frozenset({Permission.NETWORK}),
    "seed": 1,
}


@pytest.mark.parametrize("field", [field.name for field in fields(GradingTask)])
def test_whatever_a_grade_depends_on_makes_another_key(field):
    changed = replace(TASK, **{field: CHANGES[field]})

    assert task_key(changed, fingerprint="") != task_key(TASK, fingerprint="")


@pytest.mark.parametrize(
    "cell",
    [tasks.graded_by("assert mean == 1"), tasks.graded_by("assert mean", points=3.0)],
    ids=["test", "points"],
)
def test_other_tests_make_another_key(cell):
    changed = replace(TASK, cells=(TASK.cells[0], cell))

    assert task_key(changed, fingerprint="") != task_key(TASK, fingerprint="")


def test_what_stands_behind_the_last_graded_cell_makes_no_other_key():
    longer = replace(TASK, cells=(*TASK.cells, tasks.answer("later = 1", key="later")))

    assert task_key(longer, fingerprint="") == task_key(TASK, fingerprint="")


def test_the_order_in_which_files_are_named_makes_no_other_key():
    one = replace(TASK, files={"a": b"1", "b": b"2"})
    other = replace(TASK, files={"b": b"2", "a": b"1"})

    assert task_key(one, fingerprint="") == task_key(other, fingerprint="")


def test_an_answer_that_no_encoding_can_write_has_a_key():
    hostile = replace(TASK, cells=(tasks.answer("'\ud800'"), *TASK.cells[1:]))

    assert task_key(hostile, fingerprint="")


@pytest.mark.asyncio
async def test_another_environment_is_another_result():
    class Environment(CountingGrader):
        version = "numpy 1"

        def fingerprint(self, task):
            return self.version

    inner = Environment()
    grader = CachedGrader(inner)
    await grader.grade(TASK)

    inner.version = "numpy 2"
    await grader.grade(TASK)
    await grader.grade(TASK)

    assert inner.n_graded == 2


def saying(message="", *, notes=(), fault=None, hidden=False):
    test = TestResult("test-mean", "mean", passed=False, hidden=hidden, message=message)
    cell = CellGrade("test-mean", 0.0, 2.0, needs_manual_grade=False, tests=(test,))
    return Grade((cell,), "A2", 5, notes=tuple(notes), fault=fault)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "outcome",
    [
        saying(notes=["the kernel ended while running `mean`; what follows was not run"]),
        saying(notes=["checking was stopped after 30 s; what follows was not run"]),
        saying("was stopped after 10 s, perhaps in an endless loop"),
        saying("it was killed by signal 9, perhaps for needing too much memory"),
        saying("it timed out"),
        saying(fault="the tests use `solve`, which is defined nowhere"),
        saying("a hidden test failed", hidden=True),
    ],
    ids=lambda grade: grade.fault or grade.notes[0] if grade.notes or grade.fault else "message",
)
async def test_what_may_come_out_otherwise_the_next_time_is_graded_again(outcome):
    inner = CountingGrader(outcome, GRADE)

    assert await graded_by(inner, TASK, TASK) == [outcome, GRADE]


@pytest.mark.asyncio
async def test_a_wrong_answer_with_a_note_is_known_the_next_time():
    inner = CountingGrader(saying(notes=["your answer `mean` raised NameError"]))

    await graded_by(inner, TASK, TASK)

    assert inner.n_graded == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("failure", [Unavailable("the disk is full"), RuntimeError("a bug")])
async def test_a_failure_of_the_engine_is_not_kept(failure):
    inner = CountingGrader(failure, GRADE)
    grader = CachedGrader(inner)

    with pytest.raises(type(failure)):
        await grader.grade(TASK)

    assert await grader.grade(TASK) == GRADE


@pytest.mark.asyncio
async def test_equal_tasks_at_the_same_time_are_graded_once():
    inner = CountingGrader()
    inner.go_on.clear()
    grader = CachedGrader(inner)
    asked = [asyncio.create_task(grader.grade(TASK)) for _ in range(5)]
    await until(lambda: inner.n_graded and waiting(grader) == 5)

    inner.go_on.set()

    assert await asyncio.gather(*asked) == [GRADE] * 5
    assert inner.n_graded == 1


@pytest.mark.asyncio
async def test_who_stops_waiting_takes_nothing_from_the_other_and_the_last_one_stops_it():
    inner = CountingGrader()
    inner.go_on.clear()
    grader = CachedGrader(inner)
    first, second = (asyncio.create_task(grader.grade(TASK)) for _ in range(2))
    await until(lambda: waiting(grader) == 2)

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    n_stopped_by_the_first = inner.n_stopped
    second.cancel()
    await until(lambda: inner.n_stopped == 1)
    inner.go_on.set()

    assert n_stopped_by_the_first == 0
    assert await grader.grade(TASK) == GRADE
    assert inner.n_graded == 2


@pytest.mark.asyncio
async def test_closing_stops_what_is_under_way_and_says_so():
    inner = CountingGrader()
    inner.go_on.clear()
    grader = CachedGrader(inner)
    asked = asyncio.create_task(grader.grade(TASK))
    await until(lambda: inner.n_graded)

    await grader.close()

    with pytest.raises(Unavailable, match="was stopped"):
        await asked
    assert inner.is_closed


def numbered(n):
    return replace(TASK, seed=n)


@pytest.mark.asyncio
async def test_what_was_not_asked_for_the_longest_goes_first():
    inner = CountingGrader()

    await graded_by(inner, *map(numbered, (1, 2, 1, 3, 1, 2)), n_kept=2)

    assert inner.n_graded == 4


@pytest.mark.asyncio
async def test_no_more_is_kept_than_there_is_room_for():
    large = replace(GRADE, outputs={"mean": ({"text": "x" * 1000},)})
    inner = CountingGrader(large)

    await graded_by(inner, *map(numbered, (1, 2, 3, 3, 2, 1)), n_bytes=3000)
    n_graded = inner.n_graded
    await graded_by(inner, numbered(1), numbered(1), n_bytes=500)

    assert n_graded == 4
    assert inner.n_graded == 6


def waiting(grader):
    return sum(flight.n_waiting for flight in grader._flights.values())


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)
