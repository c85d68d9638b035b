import json
from pathlib import Path

import nbgrader
import pytest

from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import FreeCell

DOCS = Path(nbgrader.__file__).parent / "docs/source/user_guide"


@pytest.fixture
def released(notebook, cell):
    content = notebook(
        cell("# Sums", "markdown", id="intro"),
        cell("start = 1", id="setup"),
        cell("f = 1", role="answer", grade_id="f", id="f"),
        cell("assert f", role="tests", grade_id="f_tests", id="f_tests"),
        cell("why", "markdown", role="manual", grade_id="why", id="why"),
        minor=5,
    )
    return read_source_notebook(content, file="source.ipynb").notebook


@pytest.fixture
def whole(cell):
    """Return the cells of a submission as it should be."""
    return {
        "intro": cell("# Sums", "markdown", id="intro"),
        "setup": cell("start = 1", id="setup"),
        "f": cell("f = 2", role="answer", grade_id="f", id="f"),
        "f_tests": cell("assert f", role="tests", grade_id="f_tests", id="f_tests"),
        "why": cell("because", "markdown", role="manual", grade_id="why", id="why"),
    }


@pytest.fixture
def read(released, notebook):
    def read_cells(cells):
        content = notebook(*cells, minor=5)
        return read_submission(content, notebook=released, file="mine.ipynb")

    return read_cells


def test_answers_count_and_nothing_else(read, whole, cell):
    whole["f_tests"] = cell("pass", role="tests", grade_id="f_tests", id="f_tests")
    whole["f_tests"]["metadata"]["nbgrader"]["points"] = 1000

    submission = read(whole.values())

    assert submission.answers == {"f": "f = 2", "why": "because"}
    assert submission.free == ()
    assert submission.notes == ()


def test_cells_of_the_learners_own_follow_the_released_cell_before_them(read, whole, cell):
    cells = [
        cell("first = 0", id="own-1"),
        whole["intro"],
        whole["setup"],
        cell("text", "markdown", id="own-2"),
        cell("import math", id="own-3"),
        whole["f"],
        cell("f", id="own-4"),
        cell("  \n", id="own-5"),
        whole["f_tests"],
        whole["why"],
        cell("last = 1"),
    ]

    assert read(cells).free == (
        FreeCell(None, "first = 0"),
        FreeCell("setup", "import math"),
        FreeCell("f", "f"),
        FreeCell("why", "last = 1"),
    )


def test_a_plain_cell_is_known_by_its_text_where_ids_are_missing(read, whole, cell):
    whole["setup"] = cell("start = 1\n")

    assert read(whole.values()).free == ()


def test_a_plain_cell_that_was_changed_is_run_as_it_was_handed_out(read, whole, cell):
    whole["setup"] = cell("start = 5", id="setup")

    submission = read(whole.values())

    assert submission.free == ()
    assert submission.notes == ("the cell 'setup' was changed; it is run as it was handed out",)


def test_a_second_cell_of_a_plain_cells_id_is_the_learners_own(read, whole, cell):
    twins = [cell("start = 5", id="setup"), cell("start = 1", id="setup")]

    free = read([*whole.values(), *twins]).free

    assert free == (FreeCell("why", "start = 5"), FreeCell("why", "start = 1"))


def test_a_cell_of_the_learners_own_may_say_what_a_plain_cell_says(read, whole, cell):
    cells = [cell("start = 1", id="own"), *whole.values(), cell("start = 1")]

    assert read(cells).free == (FreeCell(None, "start = 1"), FreeCell("why", "start = 1"))


def test_an_id_that_only_counts_cells_gives_way_to_the_same_text(notebook, cell):
    texts = ["# Sums", "# New", "start = 1", "more = 2"]
    kinds = ["markdown", "markdown", "code", "code"]
    content = notebook(*(cell(*one) for one in zip(texts, kinds, strict=True)), minor=4)
    released = read_source_notebook(content, file="source.ipynb").notebook
    mine = [
        cell("# Sums", "markdown", id="cell-0"),
        cell("start = 1", id="cell-1"),
        cell("mine = start", id="own"),
        cell("more = 2", id="cell-2"),
    ]

    submission = read_submission(notebook(*mine, minor=5), notebook=released, file="mine.ipynb")

    assert submission.free == (FreeCell("cell-2", "mine = start"),)
    assert submission.notes == ()


def test_deleted_cells_are_noted_and_the_others_count(read, whole):
    del whole["f"], whole["f_tests"]

    submission = read(whole.values())

    assert submission.answers == {"why": "because"}
    assert submission.notes == (
        "the answer cell 'f' was deleted or lost its mark; it is graded as it was handed out",
        "the cell 'f_tests' was deleted; it is graded as it was handed out",
    )


def test_of_a_duplicated_answer_the_first_counts(read, whole, cell):
    twin = cell("f = 3", role="answer", grade_id="f", id="other")

    submission = read([*whole.values(), twin])

    assert submission.answers["f"] == "f = 2"
    assert submission.free == ()
    assert submission.notes == ("the cell 'f' is there twice; the first one counts",)


def test_a_retyped_answer_is_graded_as_what_it_was(read, whole, cell):
    whole["f"] = cell("f = 2", "markdown", role="answer", grade_id="f", id="f")

    submission = read(whole.values())

    assert submission.answers["f"] == "f = 2"
    assert submission.notes == (
        "the answer cell 'f' was turned from code into markdown; it is graded as code",
    )


def test_an_unknown_marked_cell_is_left_out(read, whole, cell):
    injected = cell("points = 100", role="tests", grade_id="injected")

    submission = read([injected, *whole.values()])

    assert submission.free == ()
    assert submission.notes == (
        "the cell 'injected' is not part of this notebook; it was left out",
    )


def test_an_answer_that_lost_its_mark_is_no_answer_and_no_code_of_the_learners(read, whole, cell):
    whole["f"] = cell("f = 2", id="f")

    submission = read(whole.values())

    assert "f" not in submission.answers
    assert submission.free == ()
    assert "lost its mark" in submission.notes[0]


def test_odd_cells_and_odd_metadata_never_raise(released, whole):
    whole["f"]["metadata"]["nbgrader"] = {"schema_version": 1, "grade_id": "f"}
    odd = [7, {}, {"cell_type": "code", "source": [1], "metadata": {}}, {"cell_type": "x"}]
    odd += [{"cell_type": "code", "source": "a", "metadata": {"nbgrader": "x"}, "id": 5}]
    content = json.dumps({"nbformat": 4, "cells": [*odd, *whole.values()]}).encode()

    submission = read_submission(content, notebook=released, file="mine.ipynb")

    assert submission.answers == {"f": "f = 2", "why": "because"}
    assert submission.free == (FreeCell(None, "a"),)
    assert len(submission.notes) == 4


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"nbformat": 3}', b"\xff"])
def test_what_is_no_notebook_is_refused(released, content):
    with pytest.raises(Invalid, match=r"^mine\.ipynb "):
        read_submission(content, notebook=released, file="mine.ipynb")


def test_nbgraders_own_submissions_are_read_without_a_note():
    source = (DOCS / "source/ps1/problem1.ipynb").read_bytes()
    notebook = read_source_notebook(source, file="problem1.ipynb").notebook
    content = (DOCS / "submitted/hacker/ps1/problem1.ipynb").read_bytes()

    submission = read_submission(content, notebook=notebook, file="problem1.ipynb")

    assert set(submission.answers) == {cell.id for cell in notebook.answers}
    assert [cell.after for cell in submission.free] == [
        None,
        "sum_of_squares_application",
        "sum_of_squares_application",
    ]
    assert submission.notes == ()
