"""`jupyter hybrid grade`, with the real engine where points matter."""

import argparse
import json
from pathlib import Path

import nbgrader
import pytest

from jupyter_hybrid.cli import grade, main
from jupyter_hybrid.cli.grade_source import MAX_FILE_BYTES
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult
from jupyter_hybrid.domain.policies import Permission

DOCS = Path(nbgrader.__file__).parent / "docs/source/user_guide"

# Points, max_points and whether a person has to grade it: what nbgrader itself gave its shipped
# course, read from the gradebook after `nbgrader autograde`.
BITDIDDLE_1 = {
    "correct_squares": (0.0, 1.0, False),
    "squares_invalid_input": (1.0, 1.0, False),
    "correct_sum_of_squares": (0.0, 0.5, False),
    "sum_of_squares_uses_squares": (0.5, 0.5, False),
    "sum_of_squares_equation": (None, 1.0, True),
    "sum_of_squares_application": (0.0, 2.0, False),
    "cell-938593c4a215c6cc": (None, 4.0, True),
}
HACKER_1 = {
    "correct_squares": (1.0, 1.0, False),
    "squares_invalid_input": (1.0, 1.0, False),
    "correct_sum_of_squares": (0.5, 0.5, False),
    "sum_of_squares_uses_squares": (0.5, 0.5, False),
    "sum_of_squares_equation": (None, 1.0, True),
    "sum_of_squares_application": (None, 2.0, True),
    "cell-938593c4a215c6cc": (None, 4.0, True),
}
BITDIDDLE_MOST = [most for _, most, _ in BITDIDDLE_1.values()]
PROBLEM_2 = {"part-a": (None, 1.0, True), "part-b": (None, 2.0, True)}


def source_of(name):
    return str(DOCS / f"source/ps1/{name}.ipynb")


def submission_of(who, name):
    return str(DOCS / f"submitted/{who}/ps1/{name}.ipynb")


def test_nbgraders_own_notebook_gets_nbgraders_own_points(capsys):
    source, submission = source_of("problem1"), submission_of("bitdiddle", "problem1")

    status = main(["grade", "--source", source, "--submission", submission, "--json"])

    result = json.loads(capsys.readouterr().out)
    given = {
        cell: (one["points"], one["max_points"], one["needs_manual_grade"])
        for cell, one in result["exercises"].items()
    }
    assert status == 0
    assert given == BITDIDDLE_1
    assert (result["points"], result["max_points"]) == (1.5, sum(BITDIDDLE_MOST))
    assert result["isolation"]
    assert result["trust"] == "split"


def test_nbgraders_own_course_gets_nbgraders_own_points(tmp_path):
    sources, handed_in = str(DOCS / "source/ps1"), str(DOCS / "submitted")

    status = main(
        ["grade", "--all", sources, "--submissions", handed_in, "--output", str(tmp_path / "out")]
    )

    result = json.loads((tmp_path / "out/grades.json").read_text())
    given = {
        (one["learner"], notebook["notebook"]): {
            cell["cell"]: (cell["points"], cell["max_points"], cell["needs_manual_grade"])
            for cell in notebook["cells"]
        }
        for one in result["learners"]
        for notebook in one["notebooks"]
    }
    assert status == 0
    assert given == {
        ("bitdiddle", "problem1.ipynb"): BITDIDDLE_1,
        ("bitdiddle", "problem2.ipynb"): PROBLEM_2,
        ("hacker", "problem1.ipynb"): HACKER_1,
        ("hacker", "problem2.ipynb"): PROBLEM_2,
    }
    assert [(one["points"], one["max_points"]) for one in result["learners"]] == [
        (1.5, 13),
        (3, 13),
    ]


class FakeGrader:
    """Gives the same grade to everybody and remembers the tasks."""

    def __init__(self, grade):
        self.result = grade
        self.tasks = []
        self.is_closed = False

    @property
    def task(self):
        """Return the only task."""
        (task,) = self.tasks
        return task

    async def grade(self, task):
        self.tasks.append(task)
        return self.result

    async def close(self):
        self.is_closed = True


RESULT = Grade(
    cells=(
        CellGrade(
            "f_tests",
            1.0,
            2.0,
            needs_manual_grade=False,
            tests=(
                TestResult("f_tests", "f == 1", passed=True, hidden=False),
                TestResult("f_tests", "f == 2", passed=False, hidden=False, message="got \x1b[2J1"),
            ),
        ),
        CellGrade("why", None, 3.0, needs_manual_grade=True),
    ),
    isolation="A0",
    elapsed_ms=3,
    notes=("the kernel was slow",),
)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a source notebook and a submission."""

    def cell(source, grade_id=None, **marks):
        flags = {"schema_version": 3, "grade": False, "solution": False, "locked": False, **marks}
        metadata = {} if grade_id is None else {"nbgrader": {**flags, "grade_id": grade_id}}
        return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}

    def write(name, *cells):
        notebook = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": cells}
        (tmp_path / name).write_text(json.dumps(notebook))

    tests = cell("assert f == 1", "f_tests", grade=True, points=2)
    manual = cell("told", "why", grade=True, solution=True, points=3)
    write("source.ipynb", cell("f = 1", "f", solution=True), tests, manual)
    write("mine.ipynb", cell("f = 2", "f", solution=True), cell("g = 3"), tests)
    return tmp_path


def run(folder, *, grader, is_json, trust="split"):
    parser = argparse.ArgumentParser()
    grade.add_parser(parser.add_subparsers())
    source, submission = str(folder / "source.ipynb"), str(folder / "mine.ipynb")
    words = ["grade", "--source", source, "--submission", submission]
    words += [*(["--json"] if is_json else []), *(["--trust", trust] if trust else [])]
    return grade.run(parser.parse_args(words), make_grader=lambda: grader)


def test_the_grader_gets_the_rebuilt_notebook_and_the_files_beside_the_source(folder):
    grader = FakeGrader(RESULT)
    (folder / "prices.csv").write_text("price\n3\n")
    (folder / ".secret").write_text("x")
    (folder / "more").mkdir()

    run(folder, grader=grader, is_json=True)

    assert [cell.source for cell in grader.task.cells] == [
        "f = 2",
        "g = 3",
        "assert f == 1",
        "# YOUR CODE HERE\nraise NotImplementedError()",
    ]
    assert grader.task.graded == {"f_tests", "why"}
    assert grader.task.files == {"prices.csv": b"price\n3\n"}
    assert grader.is_closed


def test_what_a_learner_never_touched_is_told_by_the_stubs_of_the_course(folder):
    grader = FakeGrader(RESULT)
    (folder / "course.yaml").write_text(
        "schema: 1\nkey: a\ntitle: A\nsummary: A\nstubs: {code: {python: '...'}}\nmodules:\n"
        "  - {key: m, title: M, steps: [{key: s, title: S, notebook: source.ipynb}]}\n"
    )

    run(folder, grader=grader, is_json=True)

    assert grader.task.cells[-1].source == grader.task.cells[-1].stub == "..."


def test_a_data_file_that_is_too_large_is_left_out_and_said(folder, capsys):
    grader = FakeGrader(RESULT)
    with (folder / "huge.bin").open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)

    run(folder, grader=grader, is_json=True)

    assert grader.task.files == {}
    assert "huge.bin is too large and was left out" in capsys.readouterr().err


class ModeGrader(FakeGrader):
    """Gives full points to `f = 1` where tests run in one mode, none to all else."""

    def __init__(self, *modes):
        super().__init__(RESULT)
        self.modes = modes

    async def grade(self, task):
        self.tasks.append(task)
        if "f_tests" not in task.graded:
            return Grade((), "A2", 1)
        is_right = any(cell.source == "f = 1" for cell in task.cells)
        passed = is_right and task.trust["f_tests"] in self.modes
        test = TestResult("f_tests", "f == 1", passed=passed, hidden=False)
        points = 2.0 if passed else 0.0
        cell = CellGrade("f_tests", points, 2.0, needs_manual_grade=False, tests=(test,))
        return Grade((cell,), "A2", 1, trust=task.trust["f_tests"])


def hand_in(folder, answer):
    submission = folder / "mine.ipynb"
    submission.write_text(submission.read_text().replace("f = 2", answer))


def test_who_passes_in_the_strictest_way_is_graded_once(folder):
    grader = ModeGrader("split", "sealed")
    hand_in(folder, "f = 1")

    status = run(folder, grader=grader, is_json=True, trust=None)

    assert status == 0
    assert [task.trust["f_tests"] for task in grader.tasks] == ["split"]


def test_tests_that_the_solution_passes_only_sealed_are_run_sealed(folder, capsys):
    grader = ModeGrader("sealed")
    hand_in(folder, "f = 1")

    status = run(folder, grader=grader, is_json=True, trust=None)

    result = json.loads(capsys.readouterr().out)
    assert (status, result["trust"], result["points"]) == (0, "sealed", 2)


def test_tests_that_not_even_the_solution_passes_are_the_authors_fault(folder, capsys):
    status = run(folder, grader=ModeGrader(), is_json=True, trust=None)

    captured = capsys.readouterr()
    assert status == 1
    assert "even the author's own solution" in json.loads(captured.out)["fault"]
    assert "not everything could be graded" in captured.err


def test_the_rules_of_the_course_hold(folder):
    grader = ModeGrader("split")
    hand_in(folder, "f = 1")
    (folder / "more.csv").write_text("1")
    (folder / "course.yaml").write_text(
        "schema: 1\nkey: a\ntitle: A\nsummary: A\n"
        "exercises: {limits: {cell_s: 3}, imports: [json], allow: [network], seed: true}\n"
        "modules:\n  - {key: m, title: M, steps: [{key: s, title: S, notebook: source.ipynb}]}\n"
    )

    run(folder, grader=grader, is_json=True, trust=None)

    assert grader.task.limits.cell_s == 3
    assert grader.task.imports == ("json",)
    assert grader.task.allow == {Permission.NETWORK}
    assert grader.task.seed is not None
    assert grader.task.reference["f"] == "f = 1"
    assert grader.task.files == {}  # the course names none for this step


def test_json_has_one_entry_per_graded_cell(folder, capsys):
    status = run(folder, grader=FakeGrader(RESULT), is_json=True)

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "points": 1.0,
        "max_points": 5.0,
        "isolation": "A0",
        "trust": None,
        "tampering": [],
        "fault": None,
        "exercises": {
            "f_tests": {
                "points": 1.0,
                "max_points": 2.0,
                "needs_manual_grade": False,
                "tests": [
                    {"name": "f == 1", "passed": True, "hidden": False, "message": ""},
                    {"name": "f == 2", "passed": False, "hidden": False, "message": "got \x1b[2J1"},
                ],
            },
            "why": {"points": None, "max_points": 3.0, "needs_manual_grade": True, "tests": []},
        },
    }


def test_the_table_shows_points_and_failures_and_steers_no_terminal(folder, capsys):
    run(folder, grader=FakeGrader(RESULT), is_json=False)

    assert capsys.readouterr().out.splitlines() == [
        "f_tests       1 / 2",
        "         - f == 2: got  [2J1",
        "why           ? / 3",
        "total         1 / 5",
        "Cells marked with ? wait for a person and count as 0 so far.",
    ]


def test_notes_go_to_standard_error(folder, capsys):
    run(folder, grader=FakeGrader(RESULT), is_json=True)

    assert capsys.readouterr().err.splitlines() == [
        "the answer cell 'why' was deleted or lost its mark; it is graded as it was handed out",
        "the kernel was slow",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no file"),
        (b"not json", "is not JSON"),
        (b'{"nbformat": 3, "worksheets": []}', "not a notebook of nbformat 4"),
    ],
)
@pytest.mark.parametrize("name", ["source.ipynb", "mine.ipynb"])
def test_a_bad_notebook_ends_with_status_2_and_one_sentence(folder, capsys, name, content, words):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    source, submission = str(folder / "source.ipynb"), str(folder / "mine.ipynb")

    status = main(["grade", "--source", source, "--submission", submission, "--json"])

    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert name in captured.err
    assert words in captured.err


def test_a_folder_in_the_place_of_a_notebook_is_said(folder, capsys):
    status = main(["grade", "--source", str(folder), "--submission", str(folder)])

    assert status == 2
    assert "cannot be read" in capsys.readouterr().err
