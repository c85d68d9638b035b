"""Every rule for notebooks: one broken thing each gives exactly that message, at its place."""

import json

import pytest

from jupyter_hybrid.content.lint_notebook import lint_notebook
from jupyter_hybrid.content.lint_text import LinkTargets

FILE = "basics/doubling.ipynb"
TARGETS = LinkTargets("basics", frozenset({FILE, "basics/data.csv"}))


def lint(content):
    return lint_notebook(content, file=FILE, targets=TARGETS)


def found(content):
    """Return code, cell and severity of each message."""
    return [(one.code, one.cell, one.severity.value) for one in lint(content)]


def test_a_sound_notebook_gives_no_message(notebook, exercise_cells):
    assert lint(notebook(*exercise_cells)) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b'{"nbformat": 3}', "is not a notebook of nbformat 4"),
        (b" " * (50 * 1024**2), "is larger than 20 MB"),
    ],
    ids=["text", "bytes", "old", "50 MB"],
)
def test_a_file_that_is_no_notebook_is_one_message_with_advice(content, words):
    (message,) = lint(content)

    assert message.code == "unreadable-notebook"
    assert words in message.text
    assert message.advice


def test_what_is_no_cell_is_named_by_its_number(notebook, exercise_cells):
    content = notebook(*exercise_cells, "odd", {"cell_type": "code", "source": 3})

    assert found(content) == [("odd-cell", 3, "error"), ("odd-cell", 4, "error")]


def test_nbgraders_metadata_of_every_bad_cell_are_told(notebook, cell):
    bad = {"nbgrader": {"schema_version": 1, "grade_id": "a"}}
    content = notebook(cell("1", metadata=bad), cell("2"), cell("3", metadata=bad))

    assert found(content) == [("cell-metadata", 1, "error"), ("cell-metadata", 3, "error")]


def test_a_misspelt_key_says_which_was_meant_and_the_rest_is_read(notebook, exercise_cells):
    exercise_cells[0]["metadata"]["jupyter_hybrid"] = {"hint": ["x"], "attempts": 0}

    messages = lint(notebook(*exercise_cells))

    assert {one.code for one in messages} == {"unknown-cell-key", "cell-metadata"}
    advice = next(one.advice for one in messages if one.code == "unknown-cell-key")
    assert advice == "did you mean 'hints'?"


def test_each_cell_that_repeats_a_grade_id_is_named(notebook, exercise_cells):
    messages = lint(notebook(*exercise_cells, *exercise_cells, *exercise_cells))

    duplicates = [one for one in messages if one.code == "duplicate-grade-id"]
    assert [one.cell for one in duplicates] == [3, 4, 5, 6]
    assert "already used by cell 1" in duplicates[0].text


def test_an_exercise_that_begins_twice_is_named(notebook, exercise_cells, cell):
    answer, tests = exercise_cells
    other = cell(answer["source"], role="answer", grade_id="other", id="other")
    other["metadata"]["jupyter_hybrid"] = {"exercise": "double"}
    more = cell("assert True", role="tests", grade_id="more", id="more")

    assert found(notebook(answer, tests, other, more)) == [("duplicate-exercise", 3, "error")]


@pytest.mark.parametrize(
    "source",
    [
        "### BEGIN SOLUTION\nx = 1",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
        "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS",
    ],
)
def test_markers_that_do_not_fit_are_an_error(notebook, exercise_cells, source):
    exercise_cells[0]["source"] = source

    assert found(notebook(*exercise_cells)) == [("markers", 1, "error")]


def test_an_answer_without_markers_is_an_error(notebook, exercise_cells):
    exercise_cells[0]["source"] = "def double(x):\n    return 2 * x"

    (message,) = lint(notebook(*exercise_cells))

    assert (message.code, message.severity, message.cell) == ("no-solution-markers", "error", 1)
    assert "put the two lines around the solution" in message.advice


def test_in_a_notebook_from_nbgrader_it_is_a_warning(notebook, exercise_cells):
    exercise_cells[0]["source"] = "def double(x):\n    return 2 * x"

    content = notebook(*exercise_cells, metadata={"jupyter_hybrid": {"imported": "nbgrader"}})

    assert found(content) == [("no-solution-markers", 1, "warning")]


def test_points_of_a_cell_that_is_not_graded_are_a_warning(notebook, exercise_cells):
    exercise_cells[0]["metadata"]["nbgrader"]["points"] = 2

    assert found(notebook(*exercise_cells)) == [("points-not-graded", 1, "warning")]


def test_zero_points_of_a_cell_that_is_not_graded_are_fine(notebook, exercise_cells):
    exercise_cells[0]["metadata"]["nbgrader"]["points"] = 0

    assert lint(notebook(*exercise_cells)) == []


@pytest.mark.parametrize("where", [None, "locked"])
def test_hints_outside_of_an_exercise_are_a_warning(notebook, exercise_cells, cell, where):
    free = cell("1", role=where, grade_id="free" if where else None)
    free["metadata"]["jupyter_hybrid"] = {"hints": ["think"]}

    assert found(notebook(free, *exercise_cells)) == [("setting-not-used", 1, "warning")]


def test_an_answer_that_nothing_grades_is_an_error(notebook, exercise_cells):
    assert found(notebook(exercise_cells[0])) == [("no-tests", 1, "error")]


def test_an_exercise_of_no_points_is_a_warning(notebook, exercise_cells):
    exercise_cells[1]["metadata"]["nbgrader"]["points"] = 0

    assert found(notebook(*exercise_cells)) == [("no-points", 1, "warning")]


def test_a_limit_that_nobody_gets_is_a_warning_that_says_the_most(notebook, exercise_cells):
    limits = {"cell_s": 121, "memory_mb": 8192}
    exercise_cells[0]["metadata"]["jupyter_hybrid"] = {"limits": limits}

    (message,) = lint(notebook(*exercise_cells))

    assert (message.code, message.cell, message.severity) == ("limit-too-high", 1, "warning")
    assert "'cell_s' asks for 121, and an exercise gets at most 120" in message.text


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (("0.5 points", "1.5 points"), None),
        (("0.5 points", "1 point"), "are 1.5 together, and the cell has 2"),
        (("2 points", "0.5 points"), "are 2.5 together, and the cell has 2"),
        (("1 point", None), "are 1 together, and the cell has 2"),
        ((None, None), None),
    ],
)
def test_points_of_single_tests_that_do_not_add_up_are_an_error(
    notebook, exercise_cells, marks, words
):
    exercise_cells[1]["metadata"]["nbgrader"]["points"] = 2
    exercise_cells[1]["source"] = "\n".join(
        f"assert double({n}) == {2 * n}{f'  # {mark}' if mark else ''}"
        for n, mark in enumerate(marks)
    )

    messages = lint(notebook(*exercise_cells))

    assert [message.code for message in messages] == (["points-do-not-add-up"] if words else [])
    assert all(words in message.text for message in messages)


def test_points_inside_of_a_loop_count_for_nothing_and_are_an_error(notebook, exercise_cells):
    exercise_cells[1]["source"] = "for n in (1, 2):\n    assert double(n)  # 1 point\n    print()"

    (message,) = lint(notebook(*exercise_cells))

    assert message.code == "points-do-not-add-up"
    assert "the points in line 2 count for nothing" in message.text


def test_tests_in_front_of_their_answer_are_an_error(notebook, exercise_cells):
    answer, tests = exercise_cells

    messages = found(notebook(tests, answer))

    assert messages == [("tests-before-answer", 1, "error"), ("no-tests", 2, "error")]


def test_pictures_links_and_paths_in_cells_are_told_at_their_cell(notebook, cell):
    content = notebook(
        cell("![](data.csv)", "markdown"),
        cell("[more](other.csv)", "markdown"),
        cell("open('/home/me/data.csv')"),
        cell("print('https://example.org/home/x', '/', 'a:b')"),
    )

    assert found(content) == [
        ("image-without-text", 1, "warning"),
        ("link-not-handed-out", 2, "warning"),
        ("absolute-path", 3, "warning"),
    ]


def test_what_only_the_reader_refuses_is_told(notebook, exercise_cells):
    kernel = {"kernelspec": {"name": "cobol", "language": "cobol"}}

    (message,) = lint(notebook(*exercise_cells, metadata=kernel))

    assert message.code == "unreadable-notebook"
    assert "cobol" in message.text


def test_a_message_names_the_cell_for_the_front_end(notebook, exercise_cells):
    del exercise_cells[0]["id"]

    messages = lint(notebook(exercise_cells[0]))

    assert [one.cell_id for one in messages] == ["double"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"jupyter_hybrid": 3},
        {"jupyter_hybrid": {"hints": 3}},
        {"nbgrader": []},
        {"nbgrader": None},
        {"nbgrader": {"schema_version": 3, "grade_id": [1]}},
    ],
)
def test_hostile_metadata_never_break_it(notebook, cell, metadata):
    messages = lint(notebook(cell("1", metadata=metadata)))

    assert {one.code for one in messages} == {"cell-metadata"}
    assert json.dumps([one.text for one in messages])
