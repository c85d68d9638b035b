"""Checking again after a corrected test."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jupyter_hybrid.domain.attempts import Attempt, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade, TestResult
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.regrades import (
    RegradeEffect,
    Tally,
    TestChange,
    recheck,
    stored_again,
    tally,
    transplanted,
)

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)


def graded(points, *, tests=(), max_points=2.0, fault=None, notes=()):
    results = tuple(TestResult("t", name, passed, hidden=False) for name, passed in tests)
    cell = CellGrade("t", points, max_points, needs_manual_grade=False, tests=results)
    return Grade((cell,), "A3", 5, notes=notes, fault=fault)


def an_attempt(**changes):
    attempt = Attempt(
        id="1",
        person="ada",
        step=StepKey("c", "m", "s"),
        exercise="mean",
        release="r",
        delivery="alone",
        submitted_at=NINE,
        state=AttemptState.GRADED,
        answers={"mean": "x"},
        free=(),
    )
    return replace(attempt, **changes)


def checked(before, fresh, **changes):
    return recheck(an_attempt(**changes), before=before, fresh=fresh)


@pytest.mark.parametrize(
    ("before", "fresh", "effect"),
    [
        (graded(0), graded(2), RegradeEffect.GAINS),
        (graded(2), graded(1), RegradeEffect.LOSES),
        (graded(1), graded(1), RegradeEffect.UNCHANGED),
        (graded(1), graded(1, max_points=1), RegradeEffect.SAME_POINTS),
        (graded(1, tests=[("a", True)]), graded(1, tests=[("b", True)]), RegradeEffect.SAME_POINTS),
        (graded(1), graded(0, fault="broken"), RegradeEffect.FAULT),
        (graded(0, fault="broken"), graded(2), RegradeEffect.GAINS),
        (graded(0, fault="broken"), graded(0), RegradeEffect.UNCHANGED),
    ],
)
def test_what_checking_again_does_to_an_attempt(before, fresh, effect):
    one = checked(before, fresh)

    assert one.effect is effect
    assert one.is_change == (effect not in {RegradeEffect.UNCHANGED, RegradeEffect.FAULT})


def test_the_tests_that_say_something_else_are_named():
    before = graded(1, tests=[("same", True), ("mended", False), ("gone", True)])
    after = graded(2, tests=[("same", True), ("mended", True), ("added", True)])

    assert checked(before, after).tests == (
        TestChange("t", "mended", before=False, after=True),
        TestChange("t", "added", before=None, after=True),
        TestChange("t", "gone", before=True, after=None),
    )


def test_what_a_person_gave_is_kept():
    given = CellGrade("why", 1.5, 2.0, False, (), "well said", "Tia")
    waits = CellGrade("why", None, 2.0, needs_manual_grade=True)

    one = checked(Grade((given,), "A3", 5), Grade((waits,), "A3", 5))

    assert one.after.cells == (given,)
    assert one.effect is RegradeEffect.UNCHANGED


def test_the_learner_reads_when_it_was_checked_again_and_what_it_was_worth():
    before = graded(1, notes=("kept", "old"))

    grade = stored_again(before, graded(2, notes=("fresh",)), at=NINE, kept_notes=("kept",))

    assert grade.regraded_from == 1
    assert grade.notes == (
        "fresh",
        "kept",
        "checked again on 2030-01-07 with corrected tests; 1 point before",
    )


def test_learners_are_counted_by_their_best_attempt():
    rechecks = [
        checked(graded(2), graded(2), person="ada"),
        checked(graded(0), graded(1), person="ada"),
        checked(graded(0), graded(1), person="bob"),
        checked(graded(2), graded(0), person="cleo"),
        checked(graded(2), graded(0, fault="broken"), person="dora"),
    ]

    assert tally(rechecks) == Tally(n_gain=1, n_lose=1, n_same=2, n_faults=1)


def test_answers_and_free_cells_find_their_place_in_another_release():
    answer = Cell("a", "code", "", "", CellRole.ANSWER)
    gone = Cell("gone", "code", "", "", CellRole.ANSWER)
    former = Notebook((Cell("text", "markdown", "", ""), answer, gone))
    current = Notebook((answer, Cell("b", "code", "", "", CellRole.ANSWER)))
    attempt = an_attempt(
        answers={"a": "1", "gone": "2"},
        free=tuple(FreeCell(after, str(after)) for after in (None, "text", "a", "gone", "odd")),
    )

    answers, free = transplanted(attempt, former=former, current=current)

    assert answers == {"a": "1"}
    assert [one.after for one in free] == [None, None, "a", "a", None]
