"""nbgrader courses, written to measure, and what becomes of them."""

import json

import yaml

from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.content.notebook_file import read_source_notebook

PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def marked(role, grade_id, source, points=None):
    flags = {
        "answer": {"grade": False, "solution": True, "locked": False},
        "tests": {"grade": True, "solution": False, "locked": True},
    }[role]
    block = {"schema_version": 3, "task": False, "grade_id": grade_id, **flags}
    if points is not None:
        block["points"] = points
    return code(source, {"nbgrader": block})


def code(source, metadata=None):
    return {
        "cell_type": "code",
        "metadata": metadata or {},
        "source": source,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "42"}],
        "execution_count": 3,
    }


def notebook(*cells, kernelspec=PYTHON, nbformat_minor=4, **metadata):
    content = {
        "nbformat": 4,
        "nbformat_minor": nbformat_minor,
        "metadata": {"kernelspec": kernelspec, **metadata},
        "cells": cells,
    }
    return json.dumps(content)


SOLVED = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


def write_nbgrader_course(folder, content=None, *, config="", extra=()):
    """Write an nbgrader course of one assignment and return its folder."""
    assignment = folder / "source" / "Week 1"
    assignment.mkdir(parents=True)
    solved = [
        marked("answer", "double", SOLVED),
        marked("tests", "test_double", "assert double(2) == 4", points=2),
    ]
    (assignment / "doubling.ipynb").write_text(content or notebook(*solved))
    for path, text in extra:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    if config:
        (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}")
    return folder


def imported(folder, out):
    """Return the report, the course file and the notebook of an import without running it."""
    report = import_course(folder, out, is_running=False)
    block = yaml.safe_load((out / "course.yaml").read_text())
    path = block["modules"][0]["steps"][0]["notebook"]
    return report, block, read_source_notebook((out / path).read_bytes(), file=path)
