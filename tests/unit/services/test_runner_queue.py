"""The queue of a server: turns, places, and taking attempts back."""

import asyncio

import pytest

from fakes.courses import STEP
from jupyter_hybrid.domain.attempts import AttemptState
from jupyter_hybrid.domain.errors import Conflict, NotFound, Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.exercises import Submission
from jupyter_hybrid.services.runner import AttemptRunner

GRADE = Grade((CellGrade("test-mean", 2.0, 2.0, needs_manual_grade=False),), "kernel", 5)
BOB = Person("bob", "Bob", frozenset({Role.LEARNER}))


class StepwiseGrader:
    """Grades one attempt each time it is told to, and remembers in which order it was asked."""

    def __init__(self):
        self.asked = []
        self.n_stopped = 0
        self.go_on = asyncio.Semaphore(0)

    async def grade(self, task):
        self.asked.append(next(cell.source for cell in task.cells if cell.id == "mean"))
        try:
            await self.go_on.acquire()
        except asyncio.CancelledError:
            self.n_stopped += 1
            raise
        return GRADE

    async def close(self):
        pass


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


@pytest.fixture
def hand_in(exercises, ada, library, clock):
    """Return a function that hands in an answer which is called like its attempt."""

    def hand_in(name, person=ada):
        clock.advance(seconds=1)
        submission = Submission(name, library.outline(STEP).release, {"mean": name})
        return exercises.record_attempt(person, STEP, "mean", submission=submission)[0]

    return hand_in


@pytest.fixture
def grader():
    return StepwiseGrader()


@pytest.fixture
def runner(exercises, grader):
    return AttemptRunner(exercises=exercises, grader=grader, n_workers=1, poll_s=0.001)


async def waits(runner, *attempts):
    """Wait for attempts while another is graded, in that order; return the tasks."""
    tasks = []
    for attempt in attempts:
        n_before = runner.n_waiting
        tasks.append(asyncio.create_task(runner.graded(attempt.id)))
        await until(lambda n=n_before: runner.n_waiting > n)
    return tasks


@pytest.mark.asyncio
async def test_another_persons_attempt_comes_before_the_second_of_somebody(runner, grader, hand_in):
    attempts = [hand_in("a1"), hand_in("a2"), hand_in("a3"), hand_in("b1", BOB)]
    first = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])
    tasks = [first, *await waits(runner, *attempts[1:3])]
    tasks += await waits(runner, attempts[3])
    places = [runner.position(one.id) for one in attempts]

    for _ in attempts:
        grader.go_on.release()
    graded = await asyncio.gather(*tasks)

    assert places == [None, 2, 3, 1]
    assert grader.asked == ["a1", "b1", "a2", "a3"]
    assert {one.state for one in graded} == {AttemptState.GRADED}
    assert runner.positions() == {}


@pytest.mark.asyncio
async def test_what_waited_at_a_restart_comes_back_in_the_order_in_which_it_was_handed_in(
    runner, grader, hand_in
):
    for name in ("z", "m", "a", "q"):
        hand_in(name)

    await runner.start()
    await until(lambda: runner.n_waiting == 3)
    places = dict(runner.positions())
    for _ in range(4):
        grader.go_on.release()
    await until(lambda: len(grader.asked) == 4)
    await runner.stop()

    assert places == {"m": 1, "a": 2, "q": 3}
    assert grader.asked == ["z", "m", "a", "q"]


@pytest.mark.asyncio
async def test_an_attempt_taken_back_while_it_waits_is_never_graded(
    exercises, runner, grader, hand_in, ada
):
    attempts = [hand_in("a1"), hand_in("a2")]
    first = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])
    (second,) = await waits(runner, attempts[1])

    exercises.cancel(ada, STEP, "mean", "a2")
    runner.cancel("a2")
    cancelled = await second
    grader.go_on.release()

    assert cancelled.state is AttemptState.CANCELLED
    assert cancelled.answers == {"mean": "a2"}
    assert (await first).state is AttemptState.GRADED
    assert grader.asked == ["a1"]
    assert runner.positions() == {}


@pytest.mark.asyncio
async def test_an_attempt_taken_back_while_it_is_graded_is_stopped(
    exercises, runner, grader, hand_in, ada
):
    hand_in("a1")
    waiting = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])

    exercises.cancel(ada, STEP, "mean", "a1")
    runner.cancel("a1")

    assert (await waiting).state is AttemptState.CANCELLED
    assert grader.n_stopped == 1
    assert exercises.waiting() == []


@pytest.mark.asyncio
async def test_the_next_one_is_graded_once_one_was_taken_back(
    exercises, runner, grader, hand_in, ada
):
    attempts = [hand_in("a1"), hand_in("a2")]
    first = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])
    (second,) = await waits(runner, attempts[1])

    exercises.cancel(ada, STEP, "mean", "a1")
    runner.cancel("a1")
    grader.go_on.release()

    assert (await second).state is AttemptState.GRADED
    assert (await first).state is AttemptState.CANCELLED


@pytest.mark.asyncio
async def test_an_attempt_taken_back_at_another_server_is_stopped_here(
    exercises, grader, hand_in, ada
):
    runner = AttemptRunner(exercises=exercises, grader=grader, hold_s=0.001)
    hand_in("a1")
    waiting = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])

    exercises.cancel(ada, STEP, "mean", "a1")

    assert (await asyncio.wait_for(waiting, 5)).state is AttemptState.CANCELLED
    assert grader.n_stopped == 1


@pytest.mark.asyncio
async def test_stopping_the_server_takes_nothing_back(exercises, runner, grader, hand_in):
    attempts = [hand_in("a1"), hand_in("a2")]
    first = asyncio.create_task(runner.graded("a1"))
    await until(lambda: grader.asked == ["a1"])
    (second,) = await waits(runner, attempts[1])

    await runner.stop()

    for waiting in (first, second):
        with pytest.raises(Unavailable, match="your answers are kept"):
            await waiting
    assert exercises.waiting() == ["a1", "a2"]


def test_an_attempt_taken_back_counts_for_nothing_and_keeps_its_answers(exercises, hand_in, ada):
    attempt = hand_in("a1")

    cancelled = exercises.cancel(ada, STEP, "mean", "a1")

    assert cancelled.state is AttemptState.CANCELLED
    assert cancelled.answers == attempt.answers
    assert exercises.n_attempts(cancelled) == 0
    assert exercises.begin("a1") is None


def test_taking_back_twice_is_taking_back_once(exercises, hand_in, ada):
    hand_in("a1")

    first = exercises.cancel(ada, STEP, "mean", "a1")

    assert exercises.cancel(ada, STEP, "mean", "a1") == first


def test_what_has_its_result_cannot_be_taken_back(exercises, hand_in, ada):
    hand_in("a1")
    exercises.record_result(exercises.begin("a1"), GRADE)

    with pytest.raises(Conflict, match="has its result already"):
        exercises.cancel(ada, STEP, "mean", "a1")

    assert exercises.stored("a1").grade.points == 2


def test_a_result_that_comes_after_it_was_taken_back_is_dropped(exercises, hand_in, ada):
    hand_in("a1")
    under_way = exercises.begin("a1")

    exercises.cancel(ada, STEP, "mean", "a1")
    exercises.record_result(under_way, GRADE)

    assert exercises.stored("a1").state is AttemptState.CANCELLED
    assert exercises.stored("a1").grade is None


def test_nobody_takes_back_what_is_another_persons(exercises, hand_in):
    hand_in("a1")

    with pytest.raises(NotFound):
        exercises.cancel(BOB, STEP, "mean", "a1")

    assert exercises.stored("a1").state is AttemptState.QUEUED


def test_what_a_list_needs_of_an_attempt_comes_without_its_answers(exercises, hand_in, ada):
    attempt = hand_in("a1")

    found, n_attempts = exercises.outcome(ada, STEP, "mean", "a1")

    assert (found.id, found.submitted_at, n_attempts) == ("a1", attempt.submitted_at, 1)
    assert not hasattr(found, "answers")
    with pytest.raises(NotFound):
        exercises.outcome(BOB, STEP, "mean", "a1")


def test_a_fault_of_the_author_costs_no_attempt_and_no_pause_and_brings_no_hint(
    exercises, hand_in, ada
):
    grade = Grade(
        (CellGrade("test-mean", 0.0, 2.0, needs_manual_grade=False),),
        *("A2", 5),
        fault="the tests use `solve`, which is defined nowhere",
    )
    hand_in("a1")

    exercises.record_result(exercises.begin("a1"), grade)
    found, n_attempts = exercises.outcome(ada, STEP, "mean", "a1")

    assert found.grade.fault == grade.fault
    assert found.hint is None
    assert n_attempts == 0
