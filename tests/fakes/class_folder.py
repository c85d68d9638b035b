"""A class whose notebooks were handed in, in folders as nbgrader has them."""

import argparse
import asyncio
import csv
import io
import json
import subprocess
import sys

from jupyter_hybrid.cli import grade
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult
from jupyter_hybrid.domain.notebooks import CellRole
from jupyter_hybrid.domain.policies import TrustMode

SOLVED = "### BEGIN SOLUTION\ndef total(xs): return sum(xs)\n### END SOLUTION"
RIGHT = "def total(xs): return sum(xs)"
WRONG = "def total(xs): return len(xs)"
ENDLESS = "while True: pass"
TESTS = (
    "assert total([1, 2]) == 3\n"
    "### BEGIN HIDDEN TESTS\nassert total([41, 1]) == 42\n### END HIDDEN TESTS"
)
PATIENCE_S = 60


def marked(role, source, grade_id, points=None, **ours):
    flags = {
        "answer": {"grade": False, "solution": True},
        "tests": {"grade": True, "solution": False, "points": points},
        "manual": {"grade": True, "solution": True, "points": points},
    }[role]
    marks = {"schema_version": 3, "locked": role == "tests", "task": False, **flags}
    metadata = {"nbgrader": {**marks, "grade_id": grade_id}}
    if ours:
        metadata["jupyter_hybrid"] = ours
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def notebook(*cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


def submitted(answer, reason="'because'"):
    return notebook(
        marked("answer", answer, "total"),
        marked("tests", "assert True", "test_total", points=99),
        marked("manual", reason, "why", points=99),
    )


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_class(folder, answers=None):
    """Write an assignment of one notebook, and what each learner handed in."""
    source = notebook(
        marked("answer", SOLVED, "total", limits={"cell_s": 1}),
        marked("tests", TESTS, "test_total", points=2),
        marked("manual", "### BEGIN SOLUTION\nit is so\n### END SOLUTION", "why", points=1),
    )
    write(folder / "source/sums/sums.ipynb", source)
    for learner, answer in (answers or {}).items():
        write(folder / f"handed_in/{learner}/sums/sums.ipynb", submitted(answer))
    return folder


def words_of(folder, *more):
    sources, handed_in = str(folder / "source/sums"), str(folder / "handed_in")
    output = ["--output", str(folder / "out")]
    return ["grade", "--all", sources, "--submissions", handed_in, *output, *more]


def command(*words, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "jupyter_hybrid", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def rows_of(folder):
    text = (folder / "out/grades.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def totals_of(folder):
    rows = [row for row in rows_of(folder) if row["cell"] == ""]
    return {row["learner"]: row["points"] for row in rows}


def lines_of(folder):
    return [json.loads(line) for line in (folder / "out/journal.jsonl").read_text().splitlines()]


def notebook_of(folder, learner):
    learners = json.loads((folder / "out/grades.json").read_text())["learners"]
    (found,) = (one["notebooks"][0] for one in learners if one["learner"] == learner)
    return found


class FakeGrader:
    """Gives full points to answers that sum; counts what it is asked.

    Parameters
    ----------
    mode
        The mode in which tests work; None for all of them.
    before
        Is called before each grading.
    """

    def __init__(self, *, mode=None, before=None):
        self.mode = mode
        self.before = before or (lambda task: None)
        self.tasks = []

    def __call__(self):
        return self

    async def grade(self, task):
        self.before(task)
        self.tasks.append(task)
        await asyncio.sleep(0)
        is_right = any("sum(xs)" in cell.source for cell in task.cells)
        cells = [
            self._graded(cell, task, is_right) for cell in task.cells if cell.id in task.graded
        ]
        return Grade(tuple(cells), "A2", 1, trust=TrustMode.SPLIT)

    def _graded(self, cell, task, is_right):
        if cell.role is CellRole.MANUAL:
            return CellGrade(cell.id, None, cell.points, needs_manual_grade=True)
        passed = is_right and self.mode in {None, task.trust[cell.id]}
        test = TestResult(cell.id, "total([1, 2]) == 3", passed=passed, hidden=False)
        points = cell.points if passed else 0.0
        return CellGrade(cell.id, points, cell.points, needs_manual_grade=False, tests=(test,))

    async def close(self):
        pass

    @property
    def answers(self):
        """Return the answers that were graded, without those of dry runs."""
        return [cell.source for task in self.tasks for cell in task.cells if cell.id == "total"]


def run(folder, *more, grader, trust="split"):
    parser = argparse.ArgumentParser()
    grade.add_parser(parser.add_subparsers())
    words = words_of(folder, *more, *(["--trust", trust] if trust else []))
    return grade.run(parser.parse_args(words), make_grader=grader)


def refuse():
    raise AssertionError("an engine was started")
