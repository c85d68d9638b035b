import importlib
import json
import threading
from pathlib import Path

import nbformat
import nbgrader
import pytest

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid, Unavailable

STEP = StepKey("sums", "basics", "doubling")
SECRET = "canary" + "-4711"
NBGRADER_NOTEBOOKS = sorted(
    [
        *Path(nbgrader.__file__).parent.glob("docs/source/user_guide/source/ps1/*.ipynb"),
        *Path(nbgrader.__file__).parent.glob("tests/*/files/*.ipynb"),
    ]
)


@pytest.fixture
def copy_of():
    def make(content):
        source = read_source_notebook(content, file="a.ipynb")
        return CopyMaker().make(source, step=STEP, release="ab12", file="a.ipynb")

    return make


def test_a_copy_has_stubs_and_visible_tests_and_nothing_else_of_the_answers(
    notebook, exercise_cells, copy_of
):
    copy = json.loads(copy_of(notebook(*exercise_cells)).text)

    answer, tests = ("".join(cell["source"]) for cell in copy["cells"])
    assert answer == "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert tests == "assert double(1) == 2"


def test_a_copy_says_where_it_comes_from_and_which_exercise_a_cell_belongs_to(
    notebook, cell, copy_of
):
    ours = {"jupyter_hybrid": {"exercise": "first", "hints": [SECRET]}}
    content = notebook(
        cell("1", role="answer", grade_id="f", metadata=ours),
        cell("2", role="answer", grade_id="g"),
        cell("assert f", role="tests", grade_id="t"),
    )

    copy = json.loads(copy_of(content).text)

    assert copy["metadata"]["jupyter_hybrid"] == {
        "course": "sums",
        "module": "basics",
        "step": "doubling",
        "release": "ab12",
        "cells": [cell["id"] for cell in copy["cells"]],
    }
    assert [cell["metadata"].get("jupyter_hybrid") for cell in copy["cells"]] == [
        {"exercise": "first"},
        {"exercise": "first"},
        None,
    ]


def test_nothing_secret_is_left_anywhere_in_a_copy(notebook, cell, copy_of):
    region = "### BEGIN {0}\n" + SECRET + "\n### END {0}"
    picture = {"image/png": "aGk="}
    content = notebook(
        cell(
            "plain",
            metadata={"author": SECRET, "jupyter_hybrid": {"hints": [SECRET]}, "trusted": True},
            outputs=[{"output_type": "stream", "name": "stdout", "text": SECRET}],
        ),
        cell(region.format("SOLUTION"), role="answer", grade_id="f", metadata={"x": SECRET}),
        cell(SECRET, role="answer", grade_id="g"),
        cell(region.format("HIDDEN TESTS"), role="tests", grade_id="t"),
        cell(
            f"![]({'attachment:' + SECRET})", "markdown", role="manual", grade_id="m",
            attachments={SECRET: picture},
        ),
        cell(region.format("MARK SCHEME"), "markdown", role="task", grade_id="k"),
        metadata={"widgets": {"state": SECRET}, "celltoolbar": SECRET, "signature": SECRET},
    )  # fmt: skip

    made = copy_of(content)

    assert SECRET not in made.text
    assert all(SECRET not in cell.stub for cell in made.notebook.cells)
    assert "trusted" not in made.text


def test_an_attachment_that_the_text_shows_stays(notebook, cell, copy_of):
    picture = {"image/png": "aGk="}
    content = notebook(
        cell("![](attachment:a%20b.png)", "markdown", attachments={"a b.png": picture})
    )

    [copied] = json.loads(copy_of(content).text)["cells"]

    assert copied["attachments"] == {"a b.png": picture}


def test_a_copy_is_valid_nbformat_45_with_our_ids(notebook, cell, copy_of):
    long = "x" * 100
    content = notebook(cell("1", role="answer", grade_id=long), cell("2"), minor=0)

    made = copy_of(content)

    copy = nbformat.reads(made.text, as_version=4)
    nbformat.validate(copy)
    assert (copy.nbformat, copy.nbformat_minor) == (4, 5)
    assert copy.cells[1].id == made.notebook.cells[1].id == "cell-1"
    assert copy.cells[0].metadata.nbgrader.grade_id == made.notebook.cells[0].id == long
    assert len(copy.cells[0].id) <= 64


def test_a_copy_locks_tests_and_keeps_answers_editable(notebook, exercise_cells, copy_of):
    answer, tests = json.loads(copy_of(notebook(*exercise_cells)).text)["cells"]

    assert answer["metadata"]["deletable"] is False
    assert "editable" not in answer["metadata"]
    assert tests["metadata"]["editable"] is False
    assert len(tests["metadata"]["nbgrader"]["checksum"]) == 32


def test_the_same_source_gives_the_same_copy(notebook, exercise_cells, copy_of):
    content = notebook(*exercise_cells, minor=0)

    assert copy_of(content) == copy_of(content)


def test_a_copy_can_be_released_again_by_nbgrader_and_by_us(notebook, exercise_cells, copy_of):
    once = copy_of(notebook(*exercise_cells))

    with pytest.raises(Invalid, match="jupyter_hybrid"):
        copy_of(once.text.replace('"exercise"', '"exercize"').encode())
    assert [cell.stub for cell in copy_of(once.text.encode()).notebook.cells] == [
        "# YOUR CODE HERE\nraise NotImplementedError()",
        "assert double(1) == 2",
    ]


def test_stubs_without_nbgrader_are_those_of_nbgrader():
    n_compared = 0
    for path in NBGRADER_NOTEBOOKS:
        try:
            source = read_source_notebook(path.read_bytes(), file=path.name)
        except Invalid:
            continue  # made broken or old on purpose

        copy = CopyMaker().make(source, step=STEP, release="x", file=path.name)

        assert copy.notebook == source.notebook, path
        n_compared += 1
    assert n_compared >= 40


def test_metadata_that_cannot_be_written_is_refused(notebook, cell, copy_of):
    for metadata in ({"tags": [1]}, {"slideshow": {"x": float("nan")}}):
        with pytest.raises(Invalid, match=r"a\.ipynb cannot be released"):
            copy_of(notebook(cell("x", metadata=metadata)))
    with pytest.raises(Invalid, match="half a character"):
        copy_of(notebook(cell("x", metadata={"slideshow": {"x": "\ud800"}})))


def test_without_nbgrader_the_error_says_what_to_install(notebook):
    def import_module(name):
        if name.startswith("nbgrader"):
            raise ModuleNotFoundError(name)
        return importlib.import_module(name)

    source = read_source_notebook(notebook(), file="a.ipynb")

    with pytest.raises(Unavailable, match=r"pip install 'jupyter_hybrid\[author\]'"):
        CopyMaker(import_module=import_module).make(source, step=STEP, release="x", file="a.ipynb")


def test_nbgrader_is_imported_by_one_thread_at_a_time(notebook):
    running, most = [], []

    def import_module(name):
        running.append(name)
        most.append(len(running))
        threading.Event().wait(0.01)
        running.pop()
        return importlib.import_module(name)

    maker = CopyMaker(import_module=import_module)
    source = read_source_notebook(notebook(), file="a.ipynb")
    threads = [
        threading.Thread(
            target=maker.make, args=(source,), kwargs={"step": STEP, "release": "x", "file": "a"}
        )
        for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 8
    assert max(most) == 1
