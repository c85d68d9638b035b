"""Writes a small course folder."""

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

ANSWER = "def mean(x):\n    ### BEGIN SOLUTION\n    return sum(x) / len(x)\n    ### END SOLUTION\n"
TESTS = dedent("""\
    assert mean([1, 2]) == 1.5
    ### BEGIN HIDDEN TESTS
    assert mean([7]) == 7
    ### END HIDDEN TESTS
    """)


def cell(cell_type: str, cell_id: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a cell of nbformat 4.5; with keywords it has nbgrader's metadata, schema 3."""
    metadata: dict[str, Any] = {}
    if nbgrader:
        kinds = {"grade": False, "solution": False, "locked": False, "task": False}
        metadata["nbgrader"] = {"schema_version": 3, "grade_id": cell_id, **kinds, **nbgrader}
    body = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": source}
    if cell_type == "code":
        body |= {"execution_count": None, "outputs": []}
    return body


def a_notebook() -> dict[str, Any]:
    """Return a notebook of one autograded exercise and one that a person grades."""
    answer = cell("code", "mean", ANSWER, solution=True)
    answer["metadata"]["jupyter_hybrid"] = {"hints": ["divide by the number of values"]}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
        "cells": [
            cell("markdown", "text", "# Averages"),
            answer,
            cell("code", "test-mean", TESTS, grade=True, locked=True, points=2),
            cell("markdown", "why", "because", grade=True, solution=True, points=1),
        ],
    }


def write_course(folder: Path, *, key: str = "statistics", notebook: Any = None) -> Path:
    """Write a course of one notebook and return its folder."""
    (folder / "basics").mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(
        dedent(f"""\
            schema: 1
            key: {key}
            title: Statistics
            summary: Means.
            modules:
              - key: basics
                title: Basics
                steps:
                  - key: averages
                    title: Averages
                    kind: notebook
                    notebook: basics/averages.ipynb
                    files: [basics/prices.csv]
            """),
        encoding="utf-8",
    )
    text = notebook if isinstance(notebook, str) else json.dumps(notebook or a_notebook())
    (folder / "basics" / "averages.ipynb").write_text(text, encoding="utf-8")
    (folder / "basics" / "prices.csv").write_text("price\n3\n", encoding="utf-8")
    return folder
