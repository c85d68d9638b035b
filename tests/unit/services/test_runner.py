"""Grading, each attempt once, whoever waits for it."""

import asyncio

import pytest

from fakes.courses import STEP
from jupyter_hybrid.domain.attempts import AttemptState
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.services.exercises import LEASE, MAX_TRIES, Submission
from jupyter_hybrid.services.runner import AttemptRunner

ID = "6b1f4f3e-0000-4000-8000-000000000001"
GRADE = Grade((CellGrade("test-mean", 2.0, 2.0, needs_manual_grade=False),), "kernel", 5)


class SlowGrader:
    """Grades when it is allowed to, and counts."""

    def __init__(self, outcome=GRADE):
        self.go_on = asyncio.Event()
        self.begun = asyncio.Event()
        self.n_graded = 0
        self.is_closed = False
        self.outcome = outcome

    async def grade(self, task):
        self.n_graded += 1
        self.begun.set()
        await self.go_on.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def close(self):
        self.is_closed = True


@pytest.fixture
def attempt(exercises, ada, library):
    submission = Submission(ID, library.outline(STEP).release, {"mean": "x"})
    return exercises.record_attempt(ada, STEP, "mean", submission=submission)[0]


@pytest.mark.asyncio
async def test_two_who_wait_for_one_attempt_get_one_grade(exercises, attempt):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader)
    waiting = [asyncio.create_task(runner.graded(attempt.id)) for _ in range(2)]
    await grader.begun.wait()
    grader.go_on.set()

    first, second = await asyncio.gather(*waiting)

    assert first == second
    assert first.grade == GRADE
    assert grader.n_graded == 1


@pytest.mark.asyncio
async def test_an_attempt_that_is_graded_is_not_graded_again(exercises, attempt):
    grader = SlowGrader()
    grader.go_on.set()
    runner = AttemptRunner(exercises=exercises, grader=grader)

    await runner.graded(attempt.id)
    await runner.graded(attempt.id)

    assert grader.n_graded == 1


@pytest.mark.asyncio
async def test_somebody_who_stops_waiting_does_not_stop_the_grading(exercises, attempt):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader)
    waiting = asyncio.create_task(runner.graded(attempt.id))
    await grader.begun.wait()

    waiting.cancel()
    grader.go_on.set()

    assert (await runner.graded(attempt.id)).state is AttemptState.GRADED
    assert grader.n_graded == 1


@pytest.mark.asyncio
async def test_what_was_left_over_is_graded_at_the_start(exercises, attempt):
    grader = SlowGrader()
    grader.go_on.set()
    runner = AttemptRunner(exercises=exercises, grader=grader)

    await runner.start()
    await asyncio.wait_for(grader.begun.wait(), 5)
    graded = await runner.graded(attempt.id)
    await runner.stop()

    assert graded.grade == GRADE


class OnceBroken:
    """The use cases of exercises, of which one breaks when it is called first."""

    def __init__(self, exercises):
        self._exercises = exercises
        self.n_looks = 0

    def __getattr__(self, name):
        return getattr(self._exercises, name)

    def waiting(self):
        self.n_looks += 1
        if self.n_looks == 1:
            raise RuntimeError("the database is damaged")
        return self._exercises.waiting()


@pytest.mark.asyncio
async def test_a_look_for_what_is_left_over_that_fails_is_not_the_last(exercises, attempt, caplog):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=OnceBroken(exercises), grader=grader, rescan_s=0.001)

    await runner.start()
    await asyncio.wait_for(grader.begun.wait(), 5)
    await runner.stop()

    assert "cannot look for attempts to grade" in caplog.text


@pytest.mark.asyncio
async def test_stopping_puts_what_is_under_way_back_into_the_queue(exercises, attempt):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader)
    waiting = asyncio.create_task(runner.graded(attempt.id))
    await grader.begun.wait()

    await runner.stop()

    with pytest.raises(Unavailable, match="your answers are kept"):
        await waiting
    assert exercises.waiting() == [attempt.id]
    assert exercises.stored(attempt.id).n_tries == 0
    assert grader.is_closed


@pytest.mark.asyncio
async def test_an_engine_that_fails_says_so_and_gives_up_in_the_end(exercises, attempt):
    grader = SlowGrader(RuntimeError("a bug"))
    grader.go_on.set()
    runner = AttemptRunner(exercises=exercises, grader=grader)

    for _ in range(MAX_TRIES - 1):
        with pytest.raises(Unavailable, match="your answers are kept"):
            await runner.graded(attempt.id)

    assert (await runner.graded(attempt.id)).state is AttemptState.FAILED


@pytest.mark.asyncio
async def test_an_attempt_that_another_server_grades_is_waited_for(exercises, attempt):
    elsewhere = exercises.begin(attempt.id)
    runner = AttemptRunner(exercises=exercises, grader=SlowGrader(), poll_s=0.001)
    waiting = asyncio.create_task(runner.graded(attempt.id))

    exercises.record_result(elsewhere, GRADE)

    assert (await asyncio.wait_for(waiting, 5)).grade == GRADE


@pytest.mark.asyncio
async def test_an_attempt_of_a_server_that_died_is_taken_over(exercises, attempt, clock):
    exercises.begin(attempt.id)
    grader = SlowGrader()
    grader.go_on.set()
    runner = AttemptRunner(exercises=exercises, grader=grader, poll_s=0.001)
    waiting = asyncio.create_task(runner.graded(attempt.id))

    clock.advance(seconds=LEASE.total_seconds())

    assert (await asyncio.wait_for(waiting, 5)).grade == GRADE
    assert grader.n_graded == 1


@pytest.mark.asyncio
async def test_a_long_grading_keeps_its_lease(exercises, attempt, clock, storage):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader, hold_s=0.001)
    waiting = asyncio.create_task(runner.graded(attempt.id))
    await grader.begun.wait()
    clock.advance(seconds=LEASE.total_seconds())

    async with asyncio.timeout(5):
        while exercises.waiting():
            await asyncio.sleep(0)
    grader.go_on.set()

    assert (await waiting).grade == GRADE


@pytest.mark.asyncio
async def test_an_engine_that_is_away_costs_no_try(exercises, attempt):
    grader = SlowGrader(Unavailable("the disk is full"))
    grader.go_on.set()
    runner = AttemptRunner(exercises=exercises, grader=grader)

    for _ in range(MAX_TRIES + 2):
        with pytest.raises(Unavailable, match="your answers are kept"):
            await runner.graded(attempt.id)
    grader.outcome = GRADE

    assert (await runner.graded(attempt.id)).grade == GRADE


@pytest.fixture
def second(exercises, ada, library):
    """Another attempt."""
    submission = Submission("second", library.outline(STEP).release, {"mean": "y"})
    return exercises.record_attempt(ada, STEP, "mean", submission=submission)[0]


@pytest.mark.asyncio
async def test_a_try_is_counted_only_once_there_is_a_worker(exercises, attempt, second):
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader, n_workers=1)
    first = asyncio.create_task(runner.graded(attempt.id))
    await grader.begun.wait()

    other = asyncio.create_task(runner.graded(second.id))
    async with asyncio.timeout(5):
        while not runner.n_waiting:
            await asyncio.sleep(0)
    n_tries = exercises.stored(second.id).n_tries
    grader.go_on.set()
    await asyncio.gather(first, other)

    assert n_tries == 0
    assert grader.n_graded == 2


@pytest.mark.asyncio
async def test_an_attempt_that_may_have_killed_a_server_is_graded_alone(
    exercises, attempt, second, clock
):
    exercises.begin(attempt.id)  # and the server dies
    clock.advance(seconds=LEASE.total_seconds())
    grader = SlowGrader()
    runner = AttemptRunner(exercises=exercises, grader=grader, n_workers=2)
    beside = asyncio.create_task(runner.graded(second.id))
    await grader.begun.wait()

    suspect = asyncio.create_task(runner.graded(attempt.id))
    async with asyncio.timeout(5):
        while not runner.n_waiting:
            await asyncio.sleep(0)
    n_graded = grader.n_graded
    grader.go_on.set()
    await asyncio.gather(beside, suspect)

    assert n_graded == 1
    assert exercises.stored(attempt.id).n_tries == 2
