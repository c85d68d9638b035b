import functools
import json

import pytest

from jupyter_hybrid.content.notebook_file import nbformat_id, read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import CellRole, Hint


def read(content):
    return read_source_notebook(content, file="a.ipynb").notebook


def refusal(content):
    with pytest.raises(Invalid) as raised:
        read(content)
    return raised.value.message


def test_roles_points_and_stubs_come_from_nbgrader_metadata(notebook, cell):
    content = notebook(
        cell("text", "markdown"),
        cell("x = 1", role="locked", grade_id="setup"),
        cell("f = 1", role="answer", grade_id="f"),
        cell("assert f", role="tests", grade_id="f_tests"),
        cell("why", "markdown", role="manual", grade_id="why"),
        cell("do it", "markdown", role="task", grade_id="work"),
    )

    cells = read(content).cells

    assert [(cell.id, cell.role, cell.points) for cell in cells] == [
        ("cell-0", CellRole.FREE, 0),
        ("setup", CellRole.LOCKED, 0),
        ("f", CellRole.ANSWER, 0),
        ("f_tests", CellRole.TESTS, 2),
        ("why", CellRole.MANUAL, 3),
        ("work", CellRole.TASK, 4),
    ]
    assert cells[2].stub == "# YOUR CODE HERE\nraise NotImplementedError()"
    assert cells[4].stub == "YOUR ANSWER HERE"
    assert cells[0].stub == cells[0].source == "text"


def test_our_own_metadata_gives_exercise_key_and_hints(notebook, cell):
    ours = {"jupyter_hybrid": {"exercise": "first", "hints": ["look", "there"]}}

    [only] = read(notebook(cell("", role="answer", grade_id="f", metadata=ours))).cells

    assert only.exercise == "first"
    assert only.hints == (Hint("look", after=1), Hint("there", after=2))


def test_ids_of_nbformat_45_are_kept_and_never_collide(notebook, cell):
    content = notebook(
        cell("1", id="f"), cell("2", id="same"), cell("3", id="same"), cell("4", id="bad id!"),
        cell("5", role="answer", grade_id="f", id="x"), cell("6"),
        minor=5,
    )  # fmt: skip

    assert [cell.id for cell in read(content).cells] == [
        "f-2", "same", "same-2", "cell-3", "f", "cell-5",
    ]  # fmt: skip


def test_an_id_that_nbformat_forbids_gets_a_stable_legal_one():
    long = "x" * 100

    assert nbformat_id("squares") == "squares"
    assert nbformat_id(long) == nbformat_id(long) != nbformat_id(long + "y")
    assert len(nbformat_id(long)) == 64


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "conda-env-course-py", "language": "python"}},
        {"kernelspec": {"name": "../../evil", "language": "R"}},
        {"kernelspec": "python"},
        {"language_info": {"name": "python"}},
    ],
)
def test_a_kernel_that_nobody_else_has_becomes_python3(notebook, metadata):
    read_notebook = read(notebook(metadata=metadata))

    assert (read_notebook.kernel_name, read_notebook.language) == ("python3", "python")


def test_another_language_keeps_its_kernel(notebook):
    read_notebook = read(notebook(metadata={"kernelspec": {"name": "ir", "language": "R"}}))

    assert (read_notebook.kernel_name, read_notebook.language) == ("ir", "R")


def test_a_language_that_nbgrader_cannot_clear_is_refused(notebook):
    content = notebook(metadata={"kernelspec": {"name": "julia", "language": "julia"}})

    assert "nbgrader cannot clear solutions in 'julia'" in refusal(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a.ipynb is not JSON"),
        (b"{", "a.ipynb is not JSON"),
        (b"[" * 100_000, "a.ipynb is not JSON (it is nested too deeply)"),
        (b"[]", "its JSON is not an object"),
        (b"\xff\xfe", "is not UTF-8 text (byte 0)"),
        (b'{"nbformat": 3, "worksheets": []}', "not a notebook of nbformat 4 (nbformat is 3)"),
        (b'{"nbformat": true, "cells": []}', "not a notebook of nbformat 4"),
        (b'{"nbformat": 5, "cells": []}', "not a notebook of nbformat 4"),
        (b'{"nbformat": 4}', "has no list of cells"),
        (b'{"nbformat": 4, "cells": [7]}', "cell 1 is not an object"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "x"}]}', "cell 1 has no cell_type"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}', "cell 1"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": []}]}', "cell 1"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}', "surrogate"),
        (b" " * (MAX_NOTEBOOK_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_notebook_of_nbformat_4_is_refused(content, words):
    message = refusal(content)

    assert "a.ipynb" in message
    assert words in message


def test_a_byte_order_mark_does_no_harm(notebook, cell):
    assert read(b"\xef\xbb\xbf" + notebook(cell("x"))).cells[0].source == "x"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema_version": 2}, "schema version 2, not 3; run 'nbgrader update'"),
        ({"schema_version": 4}, "written by an nbgrader that is newer"),
        ({"schema_version": "3"}, "nbgrader.schema_version"),
        ({"grade": "yes"}, "nbgrader.grade"),
        ({"colour": "red"}, "nbgrader.colour"),
        ({"grade_id": None}, "needs a grade_id"),
        ({"grade_id": ""}, "needs a grade_id"),
        ({"grade_id": "../x"}, "is not a cell's id"),
        ({"grade_id": "a b"}, "is not a cell's id"),
        ({"points": None}, "needs points"),
        ({"points": -1}, "nbgrader.points"),
        ({"points": float("nan")}, "nbgrader.points"),
        ({"points": float("inf")}, "nbgrader.points"),
        ({"points": 1e300}, "nbgrader.points"),
        ({"points": True}, "nbgrader.points"),
        ({"points": "2"}, "nbgrader.points"),
    ],
)
def test_malformed_nbgrader_metadata_is_refused_naming_file_and_cell(notebook, cell, change, words):
    broken = cell("assert f", role="tests", grade_id="t")
    broken["metadata"]["nbgrader"].update(change)

    message = refusal(notebook(cell("first", "markdown"), broken))

    assert message.startswith("a.ipynb, cell 2")
    assert words in message


@pytest.mark.parametrize("name", ["tags", "jupyter_hybrid", "nbgrader"])
def test_metadata_that_are_nested_too_deeply_are_refused(notebook, cell, name):
    deep = functools.reduce(lambda below, _: [below], range(400), "x")
    content = notebook(cell("x", metadata={name: deep}))

    with pytest.raises(Invalid, match=r"^a\.ipynb: cell 1 has metadata .* nested too deeply$"):
        read_source_notebook(content, file="a.ipynb")


@pytest.mark.parametrize("block", [None, [], "x", 3])
def test_nbgrader_metadata_that_is_no_object_is_refused(notebook, cell, block):
    message = refusal(notebook(cell("x", metadata={"nbgrader": block})))

    assert message.startswith("a.ipynb, cell 1")


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        ({"hint": "x"}, "jupyter_hybrid.hint"),
        ({"hints": "x"}, "jupyter_hybrid.hints"),
        ({"hints": [1]}, "jupyter_hybrid.hints.0"),
        ({"exercise": "../x"}, "jupyter_hybrid.exercise"),
        (7, "jupyter_hybrid"),
    ],
)
def test_malformed_metadata_of_ours_is_refused(notebook, cell, ours, words):
    message = refusal(notebook(cell("x", metadata={"jupyter_hybrid": ours})))

    assert message.startswith("a.ipynb, cell 1")
    assert words in message


def test_a_grade_id_that_is_there_twice_is_refused(notebook, cell):
    message = refusal(
        notebook(cell("1", role="answer", grade_id="f"), cell("2", role="answer", grade_id="f"))
    )

    assert message == (
        "a.ipynb, cell 2 ('f'): the grade_id is already used by an earlier cell;"
        " give this one its own"
    )


def test_an_exercise_key_that_is_used_twice_is_refused(notebook, cell):
    again = {"jupyter_hybrid": {"exercise": "f"}}
    content = notebook(
        cell("1", role="answer", grade_id="f"),
        cell("2", role="tests", grade_id="t"),
        cell("3", role="answer", grade_id="g", metadata=again),
    )

    assert "two exercises have the key 'f'" in refusal(content)


@pytest.mark.parametrize(
    ("role", "cell_type"),
    [("answer", "markdown"), ("tests", "markdown"), ("task", "code"), ("manual", "raw")],
)
def test_a_role_in_a_cell_of_the_wrong_type_is_refused(notebook, cell, role, cell_type):
    message = refusal(notebook(cell("x", cell_type, role=role, grade_id="f")))

    assert f"a cell marked as {role} must be" in message


@pytest.mark.parametrize(
    ("source", "role", "words"),
    [
        ("### BEGIN SOLUTION\nx", "answer", "'BEGIN SOLUTION' without 'END SOLUTION'"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION", "answer", "a second 'BEGIN SOLUTION'"),
        ("### BEGIN SOLUTION\n### END SOLUTION", "tests", "'BEGIN SOLUTION' in a cell"),
        ("### BEGIN HIDDEN TESTS\nx", "tests", "'BEGIN HIDDEN TESTS' without"),
        ("### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", "answer", None),
        ("### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", "locked", "'BEGIN HIDDEN TESTS' in a"),
        ("### BEGIN MARK SCHEME\n### END MARK SCHEME", "tests", "'BEGIN MARK SCHEME' in a"),
        ("### AUTOTEST f(1)", "tests", "AUTOTEST lines cannot be released yet"),
    ],
)
def test_regions_that_would_not_be_cleared_are_refused(notebook, cell, source, role, words):
    content = notebook(cell(source, role=role, grade_id="f"))

    if words is None:
        assert "BEGIN" not in read(content).cells[0].stub
    else:
        assert words in refusal(content)


def test_numbers_too_long_for_python_are_no_crash():
    content = json.dumps({"nbformat": 4, "cells": []}).replace("4", "9" * 5000).encode()

    assert "is not JSON" in refusal(content)
