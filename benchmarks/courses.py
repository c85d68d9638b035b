"""Two courses in nbgrader's folders, with a class that handed something in."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

LEARNERS = tuple(f"learner{number:02d}" for number in range(30))
_PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

SETUP = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

sales = pd.DataFrame(
    {
        "region": ["north", "south", "north", "west"] * 25,
        "price": np.linspace(1, 20, 100),
        "units": np.arange(100) % 7,
    }
)
"""
REVENUE = """\
def revenue(frame):
    # {who}
    frame = frame.assign(total=frame.price * frame.units)
    return frame.groupby("region").total.{how}()
"""
PLOT = """\
def plot(frame):
    # {who}
    fig, ax = plt.subplots()
    totals = revenue(frame)
    ax.bar(totals.index, totals.values)
    ax.set_ylabel("revenue")
    return ax

plot(sales);
"""
PLOT_TESTS = """\
expected = (sales.price * sales.units).groupby(sales.region).sum()
assert list(revenue(sales).index) == ["north", "south", "west"]
assert np.allclose(revenue(sales), expected)
ax = plot(sales)
assert ax.get_ylabel() == "revenue"
assert len(ax.patches) == 3
"""
NUMBER_TESTS = """\
expected = (sales.price * sales.units).groupby(sales.region).sum()
assert list(revenue(sales).index) == ["north", "south", "west"]
assert np.allclose(revenue(sales), expected)
"""
EDGE_TESTS = """\
one = sales[sales.region == "west"]
assert list(revenue(one).index) == ["west"]
assert revenue(one).iloc[0] > 0
"""
HIDDEN_TESTS = """\
one = sales[sales.region == "west"]
assert list(revenue(one).index) == ["west"]
### BEGIN HIDDEN TESTS
assert revenue(one).iloc[0] > 0
### END HIDDEN TESTS
"""


@dataclass(frozen=True, slots=True)
class Course:
    """A course of one assignment in nbgrader's folders, with submissions of a class.

    Parameters
    ----------
    title
        For tables.
    folder
        Holds ``source/ASSIGNMENT`` and ``submitted/LEARNER/ASSIGNMENT``.
    assignment
        Its only one.
    """

    title: str
    folder: Path
    assignment: str

    @property
    def source(self) -> Path:
        """Folder of the source notebooks."""
        return self.folder / "source" / self.assignment

    @property
    def notebooks(self) -> list[str]:
        """Names of the notebooks."""
        return sorted(path.name for path in self.source.glob("*.ipynb"))

    def submitted(self, learner: str) -> Path:
        """Return the folder of what a learner handed in."""
        return self.folder / "submitted" / learner / self.assignment


def docs_course(folder: Path) -> Course:
    """Write the course of nbgrader's documentation; its two learners take turns in a class."""
    import nbgrader  # noqa: PLC0415  takes seconds

    docs = Path(nbgrader.__file__).parent / "docs/source/user_guide"
    course = Course("nbgrader's docs course (2 notebooks)", folder, "ps1")
    shutil.copytree(docs / "source/ps1", course.source)
    for number, learner in enumerate(LEARNERS):
        theirs = docs / "submitted" / ("bitdiddle", "hacker")[number % 2] / "ps1"
        shutil.copytree(theirs, course.submitted(learner))
        for notebook in course.submitted(learner).glob("*.ipynb"):
            _sign(notebook, learner)
    return course


def _sign(path: Path, learner: str) -> None:
    """Make the answers of a notebook different from all others'."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("solution") and not marks.get("grade"):
            cell["source"] = [*cell["source"], f"\n# {learner}"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def plot_course(folder: Path) -> Course:
    """Write a course of four cells with pandas and matplotlib; every third answer is wrong."""
    course = Course("pandas and matplotlib (4 cells)", folder, "sales")
    _write(course.source / "sales.ipynb", _plot_cells("author", how="sum", is_source=True))
    for number, learner in enumerate(LEARNERS):
        how = "mean" if number % 3 == 2 else "sum"
        _write(course.submitted(learner) / "sales.ipynb", _plot_cells(learner, how=how))
    return course


def _plot_cells(who: str, *, how: str, is_source: bool = False) -> list[dict[str, Any]]:
    revenue, plot = REVENUE.format(who=who, how=how), PLOT.format(who=who)
    return [
        code("setup", SETUP, locked=True),
        code("revenue", _solution(revenue) if is_source else revenue, solution=True),
        code("plot", _solution(plot) if is_source else plot, solution=True),
        code("test-sales", PLOT_TESTS, grade=True, locked=True, points=3),
    ]


def check_cells(who: str, *, is_hidden: bool = False) -> list[dict[str, Any]]:
    """Return an exercise of four cells with NumPy and pandas: set-up, answer, two of tests."""
    return [
        code("setup", SETUP.replace("import matplotlib.pyplot as plt\n", ""), locked=True),
        code("revenue", _solution(REVENUE.format(who=who, how="sum")), solution=True),
        code("test-numbers", NUMBER_TESTS, grade=True, locked=True, points=2),
        code(
            "test-edges",
            HIDDEN_TESTS if is_hidden else EDGE_TESTS,
            grade=True,
            locked=True,
            points=1,
        ),
    ]


def write_check_course(folder: Path) -> None:
    """Write a course of ours with two such exercises, one of them with hidden tests."""
    for key, is_hidden in (("open", False), ("hidden", True)):
        _write(folder / "week" / f"{key}.ipynb", check_cells("author", is_hidden=is_hidden))
    (folder / "course.yaml").write_text(
        dedent("""\
            schema: 1
            key: bench
            title: Bench
            summary: For measurements.
            modules:
              - key: week
                title: Week
                steps:
                  - {key: open, title: Open, kind: notebook, notebook: week/open.ipynb}
                  - {key: hidden, title: Hidden, kind: notebook, notebook: week/hidden.ipynb}
            """),
        encoding="utf-8",
    )


def code(grade_id: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a code cell with nbgrader's marks."""
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    marks = {"schema_version": 3, "grade_id": grade_id, **kinds, **nbgrader}
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": {"nbgrader": marks},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def notebook(cells: list[dict[str, Any]]) -> str:
    """Return a notebook file of nbformat 4.5."""
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": _PYTHON}}
    return json.dumps({**content, "cells": cells})


def _solution(source: str) -> str:
    return f"{_BEGIN}\n{source}{_END}\n"


def _write(path: Path, cells: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(cells), encoding="utf-8")
