"""Course folders and notebooks, written to measure."""

import json
from pathlib import Path

import pytest

NBGRADER = {
    "answer": {"grade": False, "solution": True, "locked": False, "task": False},
    "tests": {"grade": True, "solution": False, "locked": True, "task": False, "points": 2},
    "manual": {"grade": True, "solution": True, "locked": False, "task": False, "points": 3},
    "task": {"grade": False, "solution": False, "locked": True, "task": True, "points": 4},
    "locked": {"grade": False, "solution": False, "locked": True, "task": False},
}

ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
STUB = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
TESTS = (
    "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n### END HIDDEN TESTS"
)


def make_cell(source, cell_type="code", *, role=None, grade_id=None, metadata=None, **more):
    cell = {"cell_type": cell_type, "metadata": dict(metadata or {}), "source": source, **more}
    if cell_type == "code":
        cell = {"outputs": [], "execution_count": None, **cell}
    if role is not None:
        cell["metadata"]["nbgrader"] = {"schema_version": 3, "grade_id": grade_id, **NBGRADER[role]}
    return cell


def make_notebook(*cells, minor=4, metadata=None):
    notebook = {
        "nbformat": 4,
        "nbformat_minor": minor,
        "metadata": {} if metadata is None else metadata,
        "cells": list(cells),
    }
    return json.dumps(notebook).encode()


@pytest.fixture
def cell():
    """Return a function that makes one nbformat cell."""
    return make_cell


@pytest.fixture
def notebook():
    """Return a function that makes a notebook file of cells."""
    return make_notebook


@pytest.fixture
def exercise_cells():
    """Return an answer cell with a solution and its test cell with a hidden test."""
    return [
        make_cell(ANSWER, role="answer", grade_id="double", id="one"),
        make_cell(TESTS, role="tests", grade_id="double_tests", id="two"),
    ]


COURSE = """\
schema: 1
key: {key}
title: Sums
summary: How to add up.
modules:
  - key: basics
    title: Basics
    steps:
      - key: doubling
        title: Doubling
        notebook: basics/doubling.ipynb
        files: [basics/data.csv]
"""


@pytest.fixture
def course_folder(exercise_cells):
    """Return a function that writes a course of one step and returns its folder."""

    def write(parent: Path, *, name: str = "sums", key: str = "sums") -> Path:
        folder = parent / name
        (folder / "basics").mkdir(parents=True)
        (folder / "course.yaml").write_text(COURSE.format(key=key))
        (folder / "basics" / "doubling.ipynb").write_bytes(make_notebook(*exercise_cells))
        (folder / "basics" / "data.csv").write_text("a,b\n1,2\n")
        return folder

    return write
