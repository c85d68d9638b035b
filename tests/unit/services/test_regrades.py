"""Checking everybody's attempts again: the preview, and storing it."""

import asyncio
from dataclasses import replace

import pytest

from fakes.courses import NOTEBOOK, STEP
from fakes.grader import FakeGrader
from jupyter_hybrid.domain.errors import Conflict, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.manual_grades import HandGrade
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.domain.progress import GivenUp
from jupyter_hybrid.domain.releases import ExerciseTrust
from jupyter_hybrid.services.exercises import NOTE_GIVEN_UP, Submission
from jupyter_hybrid.services.gradebook import ToGradeQuery
from jupyter_hybrid.services.manual_grades import ManualGradeService
from jupyter_hybrid.services.regrades import RegradeService, RegradeState


@pytest.fixture
def grader():
    return FakeGrader({"right": 2.0})


@pytest.fixture
def regrades(courses, storage, blobs, grader, clock):
    return RegradeService(
        courses=courses, storage=storage, blobs=blobs, grader=grader, clock=clock, n_at_once=2
    )


@pytest.fixture
def manual_grades(courses, storage, clock):
    return ManualGradeService(courses=courses, storage=storage, clock=clock)


@pytest.fixture
def give(manual_grades, trainer):
    """Return a function that gives points by hand for an answer that waits."""

    def give(attempt, points, comment):
        waits = CellGrade("why", None, 1.0, needs_manual_grade=True)
        given = HandGrade(points, comment, "")
        manual_grades.give(trainer, STEP.course, attempt, given=given, seen=waits)

    return give


@pytest.fixture
def hand_in(exercises, library, clock):
    """Return a function that hands in as somebody and stores what the tests of then gave."""
    ids = iter(range(100))

    def hand_in(name, source="right", *, points=0.0, exercise="mean"):
        person = Person(name, name.title(), frozenset({Role.LEARNER}))
        cell = "mean" if exercise == "mean" else "why"
        submission = Submission(str(next(ids)), library.outline(STEP).release, {cell: source})
        attempt, _ = exercises.record_attempt(person, STEP, exercise, submission=submission)
        clock.advance(seconds=10)
        grade = (
            CellGrade("test-mean", points, 2.0, needs_manual_grade=False)
            if exercise == "mean"
            else CellGrade("why", None, 1.0, needs_manual_grade=True)
        )
        return exercises.record_result(attempt, Grade((grade,), "kernel", 5)).id

    return hand_in


@pytest.fixture
def preview(regrades, trainer):
    """Return a function that makes a preview and returns it."""

    async def preview(exercise="mean"):
        return await regrades.finished(await regrades.begin(trainer, STEP, exercise))

    return preview


@pytest.fixture
def apply(regrades, trainer):
    """Return a function that stores what a preview shows."""

    async def apply(regrade):
        return await regrades.apply(trainer, STEP, regrade.exercise, regrade_id=regrade.id)

    return apply


def corrected():
    """Return the fakes' notebook with another test."""
    cells = [
        replace(cell, source="assert mean([2]) == 2") if cell.id == "test-mean" else cell
        for cell in NOTEBOOK.cells
    ]
    return Notebook(tuple(cells))


async def test_a_preview_checks_against_the_course_as_it_is_now_and_stores_nothing(
    preview, hand_in, exercises, library, grader
):
    attempt = hand_in("ada")
    library.notebook = corrected()

    regrade = await preview()

    (task,) = grader.tasks
    assert "assert mean([2]) == 2" in [cell.source for cell in task.cells]
    assert regrade.state is RegradeState.READY
    assert (regrade.tally.n_gain, regrade.n_total) == (1, 1)
    assert exercises.stored(attempt).grade.points == 0


async def test_applying_stores_points_and_what_they_were(
    preview, hand_in, apply, exercises, library
):
    attempt = hand_in("ada")
    library.notebook = corrected()
    regrade = await preview()

    await apply(regrade)

    stored = exercises.stored(attempt)
    assert (stored.grade.points, stored.grade.regraded_from, stored.hint) == (2, 0, None)
    assert "checked again" in stored.grade.notes[-1]


async def test_who_gave_up_before_still_reads_that_it_gives_no_points(
    preview, hand_in, apply, storage, clock, exercises
):
    storage.repositories.given_up.add(GivenUp("ada", STEP, "mean", clock.now()))
    attempt = hand_in("ada")
    regrade = await preview()

    await apply(regrade)

    assert NOTE_GIVEN_UP in exercises.stored(attempt).grade.notes


async def test_points_given_since_the_preview_are_not_lost(
    preview, hand_in, apply, give, exercises, library
):
    attempt = hand_in("ada", "so", exercise="why")
    cells = [
        replace(cell, points=2) if cell.id == "why" else cell for cell in library.notebook.cells
    ]
    library.notebook = Notebook(tuple(cells))
    regrade = await preview("why")
    give(attempt, 1.0, "well said")

    await apply(regrade)

    (cell,) = exercises.stored(attempt).grade.cells
    assert (cell.points, cell.max_points, cell.comment, cell.graded_by) == (
        1.0,
        2,
        "well said",
        "Tia",
    )


async def test_what_comes_in_meanwhile_is_left_as_it_is_and_counted(
    preview, hand_in, apply, exercises
):
    hand_in("ada")
    regrade = await preview()
    late = hand_in("bob", points=1.0)

    applied = await apply(regrade)

    assert applied.n_since == 1
    assert exercises.stored(late).grade.points == 1.0


async def test_an_attempt_that_cannot_be_checked_stays_as_it_is(
    preview, hand_in, apply, exercises, grader
):
    attempt = hand_in("ada", points=1.0)
    await grader.close()

    regrade = await preview()

    (row,) = regrade.rechecks
    assert (row.after, row.fault) == (None, "the grading engine was stopped")
    await apply(regrade)
    assert exercises.stored(attempt).grade.points == 1.0


class Gate(FakeGrader):
    """Grades once it is opened; knows how many it was asked for at the same time."""

    def __init__(self):
        super().__init__({"right": 2.0})
        self.opened = asyncio.Event()
        self.begun = asyncio.Event()
        self.n_now = self.n_most = 0

    async def grade(self, task):
        self.n_now += 1
        self.n_most = max(self.n_most, self.n_now)
        self.begun.set()
        try:
            await self.opened.wait()
            return await super().grade(task)
        finally:
            self.n_now -= 1


class TestUnderWay:
    """While a preview is being made."""

    @pytest.fixture
    def grader(self):
        return Gate()

    async def test_a_second_trainer_joins_the_preview_that_is_under_way(
        self, regrades, hand_in, trainer, grader
    ):
        hand_in("ada")
        first = await regrades.begin(trainer, STEP, "mean")
        await grader.begun.wait()

        second = await regrades.begin(trainer, STEP, "mean")

        assert second is first
        with pytest.raises(Conflict, match="running"):
            await regrades.apply(trainer, STEP, "mean", regrade_id=first.id)
        await regrades.stop()

    async def test_no_more_are_checked_at_once_than_allowed(
        self, regrades, hand_in, trainer, grader
    ):
        for name in ("ada", "bob", "cleo", "dora"):
            hand_in(name)
        regrade = await regrades.begin(trainer, STEP, "mean")
        async with asyncio.timeout(10):
            while grader.n_now < 2:
                await grader.begun.wait()
                await asyncio.sleep(0)
        grader.opened.set()

        await regrades.finished(regrade)

        assert (len(regrade.rechecks), grader.n_most) == (4, 2)

    async def test_cancelling_changes_nothing_and_leaves_nothing_running(
        self, regrades, hand_in, exercises, trainer, grader
    ):
        attempt = hand_in("ada", points=1.0)
        await regrades.begin(trainer, STEP, "mean")
        await grader.begun.wait()

        regrade = await regrades.cancel(trainer, STEP, "mean")

        assert (regrade.state, grader.n_now) == (RegradeState.CANCELLED, 0)
        assert exercises.stored(attempt).grade.points == 1.0


async def test_a_failure_while_storing_stores_nothing_at_all(
    preview, hand_in, apply, storage, exercises, monkeypatch
):
    attempts = [hand_in("ada"), hand_in("bob")]
    regrade = await preview()
    store, stored = storage.repositories.gradebook.replace_grade, []

    def fail_at_the_second(attempt):
        if stored:
            raise Unavailable("the disk is full")
        stored.append(attempt)
        store(attempt)

    monkeypatch.setattr(
        type(storage.repositories.gradebook),
        "replace_grade",
        lambda _, one: fail_at_the_second(one),
    )
    with pytest.raises(Unavailable):
        await apply(regrade)

    assert [exercises.stored(one).grade.points for one in attempts] == [0, 0]
    assert regrade.state is RegradeState.READY


async def test_a_test_that_is_still_broken_is_found_before_anything_is_checked(
    preview, hand_in, regrades, grader
):
    hand_in("ada")

    async def trust_of(_):
        return {"mean": ExerciseTrust(None, fault="the tests do not work")}

    regrades.prepare_with(trust_of)

    regrade = await preview()

    assert (regrade.state, regrade.problem) == (RegradeState.FAILED, "the tests do not work")
    assert grader.tasks == []


async def test_only_trainers_check_again(regrades, ada):
    with pytest.raises(NotAllowed):
        await regrades.begin(ada, STEP, "mean")
    with pytest.raises(NotAllowed):
        regrades.regrade(ada, STEP, "mean")


async def test_an_exercise_that_is_not_there_cannot_be_checked_again(regrades, trainer):
    with pytest.raises(NotFound):
        await regrades.begin(trainer, STEP, "nothing")


def test_only_trainers_grade_by_hand(manual_grades, hand_in, ada):
    attempt = hand_in("ada", exercise="why")

    with pytest.raises(NotAllowed):
        manual_grades.to_grade(ada, ToGradeQuery(STEP.course))
    with pytest.raises(NotAllowed):
        manual_grades.answer(ada, STEP.course, attempt)
