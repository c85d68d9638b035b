"""Points that a person gives."""

import pytest

from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade, TestResult
from jupyter_hybrid.domain.manual_grades import (
    HandGrade,
    WorkCell,
    carried_over,
    hand_graded,
    work_of,
)
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook

WAITING = CellGrade("why", None, 2.0, needs_manual_grade=True)
TESTED = CellGrade(
    "t", 1.0, 1.0, needs_manual_grade=False, tests=(TestResult("t", "t", True, False),)
)


def graded(*cells):
    return Grade(cells, "A3", 5)


def given(points=1.5, comment="well said", by="Tia"):
    return HandGrade(points, comment, by)


def test_points_by_hand_count_and_nothing_waits_any_more():
    grade = hand_graded(graded(TESTED, WAITING), "why", given=given(), seen=WAITING)

    assert (grade.points, grade.needs_manual_grade) == (2.5, False)
    assert grade.cells == (TESTED, CellGrade("why", 1.5, 2.0, False, (), "well said", "Tia"))


@pytest.mark.parametrize("points", [0, 0.5, 2])
def test_halves_from_none_to_all_can_be_given(points):
    assert hand_graded(graded(WAITING), "why", given=given(points), seen=WAITING).points == points


def test_all_of_an_odd_number_of_points_can_be_given():
    odd = CellGrade("why", None, 0.3, needs_manual_grade=True)

    assert hand_graded(graded(odd), "why", given=given(0.3), seen=odd).points == 0.3


@pytest.mark.parametrize("points", [-0.5, 2.5, 0.25, float("inf"), float("nan")])
def test_other_points_cannot_be_given(points):
    with pytest.raises(Invalid, match="0 to 2 in halves"):
        hand_graded(graded(WAITING), "why", given=given(points), seen=WAITING)


def test_a_comment_has_an_end():
    with pytest.raises(Invalid) as caught:
        hand_graded(graded(WAITING), "why", given=given(comment="x" * 4001), seen=WAITING)

    assert caught.value.field == "comment"


@pytest.mark.parametrize("cell", ["t", "nothing"])
def test_only_what_a_person_grades_can_be_given_by_hand(cell):
    with pytest.raises(NotFound):
        hand_graded(graded(TESTED, WAITING), cell, given=given(), seen=WAITING)


def test_whoever_saw_something_else_is_told_what_was_given():
    first = hand_graded(graded(WAITING), "why", given=given(), seen=WAITING)

    with pytest.raises(Conflict, match=r"Tia gave 1.5 of 2 points meanwhile and wrote 'well said'"):
        hand_graded(first, "why", given=given(2, by="Bea"), seen=WAITING)


def test_the_same_sent_twice_is_no_conflict_and_what_was_seen_can_be_changed():
    first = hand_graded(graded(WAITING), "why", given=given(), seen=WAITING)

    again = hand_graded(first, "why", given=given(), seen=WAITING)
    changed = hand_graded(first, "why", given=given(2, by="Bea"), seen=first.cells[0])

    assert again is first
    assert (changed.points, changed.cells[0].graded_by) == (2, "Bea")


def test_points_by_hand_outlive_another_check_of_the_same_answers():
    former = hand_graded(graded(TESTED, WAITING), "why", given=given(), seen=WAITING)
    fresh = graded(TESTED, WAITING)

    assert carried_over(fresh, former=former) == former


def test_carried_points_stay_within_what_the_cell_gives_now():
    former = hand_graded(graded(WAITING), "why", given=given(2), seen=WAITING)
    smaller = CellGrade("why", None, 1.0, needs_manual_grade=True)

    assert carried_over(graded(smaller), former=former).points == 1.0


def test_a_cell_that_has_tests_now_is_graded_by_them():
    former = graded(CellGrade("t", 0.5, 1.0, False, (), "", "Tia"))

    assert carried_over(graded(TESTED), former=former).points == 1.0


NOTEBOOK = Notebook(
    (
        Cell("intro", "markdown", "# Start", "# Start"),
        Cell("a", "code", "x = 1", "x = ...", CellRole.ANSWER),
        Cell("t", "code", "assert x", "", CellRole.TESTS, points=1),
        Cell("ask", "markdown", "Why?", "Why?"),
        Cell(
            "why",
            "markdown",
            "### BEGIN SOLUTION\nbecause\n### END SOLUTION",
            "YOUR ANSWER",
            CellRole.MANUAL,
            points=2,
        ),
        Cell(
            "plot",
            "markdown",
            "Plot it.\n=== BEGIN MARK SCHEME ===\n1 for axes\n=== END MARK SCHEME ===",
            "Plot it.",
            CellRole.TASK,
            points=2,
        ),
        Cell("more", "markdown", "Go on.", "Go on."),
        Cell("b", "code", "y = 1", "y = ...", CellRole.ANSWER),
    )
)


def test_a_person_reads_the_task_since_the_last_answer_the_answer_and_the_authors_own():
    work = work_of(NOTEBOOK, "why", answers={"why": "so", "a": "x = 2"}, free=())

    assert work.task == (WorkCell("markdown", "Why?"),)
    assert work.answer == (WorkCell("markdown", "so"),)
    assert (work.solution, work.scheme) == ("because", "")


def test_the_work_at_a_task_is_what_the_learner_put_behind_it():
    free = (
        FreeCell("ask", "elsewhere"),
        FreeCell("plot", "draw()"),
        FreeCell("more", "show()"),
        FreeCell("b", "later"),
    )

    work = work_of(NOTEBOOK, "plot", answers={}, free=free)

    assert work.task == (WorkCell("markdown", "Plot it."),)
    assert [cell.source for cell in work.answer] == ["draw()", "show()"]
    assert (work.solution, work.scheme) == ("", "1 for axes")


def test_a_cell_that_is_gone_is_not_there():
    with pytest.raises(NotFound):
        work_of(NOTEBOOK, "nothing", answers={}, free=())
