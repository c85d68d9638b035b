"""What an exercise is, and what is run to grade it."""

import pytest

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import (
    Exercise,
    FreeCell,
    check_answers,
    exercises_of,
    grade_by_hand,
    hint_for,
    rebuild,
)
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook


def cell(cell_id, role=CellRole.FREE, *, points=0.0, exercise=None, cell_type="code", stub=None):
    source = f"source of {cell_id}"
    return Cell(
        cell_id, cell_type, source, source if stub is None else stub, role, points, exercise
    )


ANSWER, TESTS, MANUAL, TASK = CellRole.ANSWER, CellRole.TESTS, CellRole.MANUAL, CellRole.TASK


def keys(*cells):
    return [(one.key, one.answers, one.graded) for one in exercises_of(Notebook(cells))]


def test_an_exercise_is_answers_and_the_tests_up_to_the_next_answer():
    found = keys(cell("a", ANSWER), cell("t1", TESTS), cell("t2", TESTS), cell("b", ANSWER))

    assert found == [("a", ("a",), ("t1", "t2")), ("b", ("b",), ())]


def test_consecutive_answers_are_one_exercise_named_by_the_first():
    found = keys(cell("a", ANSWER), cell("text"), cell("b", ANSWER), cell("t", TESTS))

    assert found == [("a", ("a", "b"), ("t",))]


def test_a_cell_that_is_answered_and_graded_by_itself_stands_alone():
    found = keys(cell("a", ANSWER), cell("m", MANUAL, points=1), cell("t", TESTS))

    assert found == [("a", ("a",), ()), ("m", ("m",), ("m",)), ("t", (), ("t",))]


def test_a_task_stands_alone_and_has_no_answer_cell():
    assert keys(cell("task", TASK, points=4)) == [("task", (), ("task",))]


def test_the_author_can_name_an_exercise():
    found = keys(
        cell("a", ANSWER, exercise="means"),
        cell("t1", TESTS),
        cell("b", ANSWER, exercise="means"),
        cell("t2", TESTS),
        cell("c", ANSWER, exercise="sums"),
    )

    assert found == [("means", ("a", "b"), ("t1", "t2")), ("sums", ("c",), ())]


def test_points_are_those_of_the_graded_cells():
    notebook = Notebook(
        (cell("a", ANSWER), cell("t1", TESTS, points=1), cell("t2", TESTS, points=2.5))
    )

    assert exercises_of(notebook)[0].max_points == 3.5


def test_a_notebook_is_rebuilt_from_the_authors_cells_and_the_learners_sources():
    notebook = Notebook((cell("set-up"), cell("a", ANSWER, stub="..."), cell("t", TESTS)))

    rebuilt = rebuild(notebook, answers={"a": "mine"}, free=[FreeCell("set-up", "x = 1")])

    assert [one.source for one in rebuilt] == ["source of set-up", "x = 1", "mine", "source of t"]


def test_a_missing_answer_is_graded_as_it_was_handed_out():
    notebook = Notebook((cell("a", ANSWER, stub="# YOUR CODE HERE"), cell("t", TESTS)))

    rebuilt = rebuild(notebook, answers={})

    assert rebuilt[0].source == "# YOUR CODE HERE"


def test_a_test_cell_cannot_be_replaced_by_an_answer_of_its_name():
    notebook = Notebook((cell("a", ANSWER), cell("t", TESTS)))

    rebuilt = rebuild(notebook, answers={"t": "pass"})

    assert rebuilt[1].source == "source of t"


def test_free_cells_keep_their_order_and_the_top_of_the_notebook():
    notebook = Notebook((cell("a", ANSWER),))
    free = [FreeCell(None, "one"), FreeCell("a", "three"), FreeCell(None, "two")]

    rebuilt = rebuild(notebook, answers={"a": "mine"}, free=free)

    assert [one.source for one in rebuilt] == ["one", "two", "mine", "three"]


@pytest.mark.parametrize("cell_id", ["t", "text", "../a", "a\x00", ""])
def test_only_answer_cells_can_be_answered(cell_id):
    notebook = Notebook((cell("text"), cell("a", ANSWER), cell("t", TESTS)))

    with pytest.raises(Invalid) as raised:
        check_answers(notebook, answers={cell_id: "x"}, free=[])

    assert raised.value.field == "answers"


def test_a_free_cell_must_follow_a_cell_of_the_release():
    notebook = Notebook((cell("a", ANSWER),))

    with pytest.raises(Invalid) as raised:
        check_answers(notebook, answers={}, free=[FreeCell("gone", "x")])

    assert raised.value.field == "free"


def test_an_untouched_answer_needs_nobody_and_is_worth_nothing():
    grade = grade_by_hand(cell("m", MANUAL, points=2, stub="write here"), answer="write here")

    assert (grade.points, grade.needs_manual_grade) == (0.0, False)


def test_a_written_answer_waits_for_a_person():
    grade = grade_by_hand(cell("m", MANUAL, points=2, stub="write here"), answer="because")

    assert (grade.points, grade.max_points, grade.needs_manual_grade) == (None, 2, True)


def test_a_task_always_waits_for_a_person():
    task = cell("t", TASK, points=4)

    assert grade_by_hand(task, answer=task.stub).needs_manual_grade


def test_of_several_cells_hints_the_one_that_took_most_attempts_is_given():
    strong = (Hint("think", after=1), Hint("the answer", after=3))
    cells = (
        Cell("a", "code", "", "", CellRole.ANSWER, hints=strong),
        Cell("b", "code", "", "", CellRole.ANSWER, hints=(Hint("and b", after=1),)),
        Cell("t", "code", "", "", CellRole.TESTS, points=2),
    )

    (exercise,) = exercises_of(Notebook(cells))

    assert [hint_for(exercise, n_failed=n) for n in (1, 2, 3)] == ["and b", "and b", "the answer"]


def test_an_exercise_without_hints_gives_none():
    assert hint_for(Exercise("a", ("a",), ("t",), 1), n_failed=3) is None
