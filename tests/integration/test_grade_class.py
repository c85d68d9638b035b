"""`jupyter hybrid grade --all DIR --submissions DIR`: a whole class from the shell."""

import argparse
import asyncio
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyter_hybrid.cli import grade, main
from jupyter_hybrid.cli.grade_journal import Journal
from jupyter_hybrid.domain.errors import Conflict, Unavailable
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


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """Return the folder of a class of five, graded by the command itself, and what it said."""
    folder = write_class(
        tmp_path_factory.mktemp("five"), {"ada": RIGHT, "bob": WRONG, "eve": ENDLESS}
    )
    (folder / "handed_in/cy").mkdir()
    write(folder / "handed_in/dan/sums/sums.ipynb", "{not json")
    write(folder / "handed_in/bob/sums/notes.ipynb", notebook())
    process = command(*words_of(folder, "--workers", "2"))
    out, err = process.communicate(timeout=PATIENCE_S)
    return folder, process.returncode, out, err


def test_each_learner_gets_the_points_of_the_own_answers(five):
    folder, status, _, err = five

    assert status == 0
    assert [line for line in err.splitlines() if "/5  " not in line] == []
    assert totals_of(folder) == {"ada": "2", "bob": "0", "cy": "0", "dan": "0", "eve": "0"}
    assert [line["record"]["learner"] for line in lines_of(folder)].count("ada") == 1


def test_what_was_wrong_with_a_submission_is_said_and_gives_no_points(five):
    folder, *_ = five

    notes = {name: " ".join(notebook_of(folder, name)["notes"]) for name in ("bob", "cy", "dan")}
    assert "'notes.ipynb' is not part of this assignment" in notes["bob"]
    assert "nothing was handed in" in notes["cy"]
    assert "is not JSON" in notes["dan"]
    assert [notebook_of(folder, name)["state"] for name in ("ada", "cy", "dan")] == [
        "graded",
        "missing",
        "unusable",
    ]


def test_the_table_has_a_row_for_each_graded_cell(five):
    folder, *_ = five

    ada, why, total = (row for row in rows_of(folder) if row["learner"] == "ada")
    assert ada["isolation"]
    assert {**ada, "isolation": ""} == {
        "learner": "ada",
        "assignment": "sums",
        "notebook": "sums.ipynb",
        "exercise": "total",
        "cell": "test_total",
        "points": "2",
        "max_points": "2",
        "needs_manual_grade": "no",
        "isolation": "",
        "trust": "split",
        "tampering": "",
        "notes": "",
    }
    assert (why["points"], why["max_points"], why["needs_manual_grade"]) == ("", "1", "yes")
    assert (total["points"], total["max_points"], total["needs_manual_grade"]) == ("2", "3", "yes")


def test_of_a_hidden_test_only_is_told_whether_it_passed(five):
    folder, *_ = five

    shown, hidden = notebook_of(folder, "bob")["cells"][0]["tests"]
    assert (shown["name"], shown["expected"], shown["got"]) == ("total([1, 2]) == 3", "3", "2")
    assert hidden == {"name": "hidden test 1", "passed": False, "hidden": True}
    assert "42" not in (folder / "out/grades.json").read_text()


def test_the_last_lines_tell_of_the_class(five):
    folder, _, out, _ = five

    told = dict(line.split("  ", 1) for line in out.splitlines() if "  " in line)
    told = {name: value.strip() for name, value in told.items()}
    assert (told["learners"], told["mean"]) == ("5", "0.4 of 3 points")
    assert told["highest"] == "2 (ada)"
    assert told["lowest"] == "0 (bob, cy, dan and 1 more)"
    assert (told["wait for a person"], told["not handed in"]) == ("3", "1")
    assert f"written to {folder / 'out'}" in out


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


def test_what_was_graded_is_not_graded_again(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    run(folder, grader=FakeGrader())
    before = [(folder / f"out/grades.{kind}").read_bytes() for kind in ("csv", "json")]

    status = run(folder, grader=refuse)

    assert status == 0
    assert [(folder / f"out/grades.{kind}").read_bytes() for kind in ("csv", "json")] == before
    assert len(lines_of(folder)) == 2


def test_only_a_submission_that_changed_is_graded_again(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    run(folder, grader=FakeGrader())
    write(folder / "handed_in/bob/sums/sums.ipynb", submitted(f"{RIGHT}  # at last"))
    grader = FakeGrader()

    run(folder, grader=grader)

    assert grader.answers == [f"{RIGHT}  # at last"]
    assert totals_of(folder) == {"ada": "2", "bob": "2"}


@pytest.mark.parametrize("changed", ["tests", "data", "trust"])
def test_everybody_is_graded_again_if_what_counts_for_all_changed(tmp_path, changed):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    run(folder, grader=FakeGrader())
    if changed == "tests":
        source = folder / "source/sums/sums.ipynb"
        source.write_text(source.read_text().replace("[41, 1]", "[40, 2]"))
    elif changed == "data":
        write(folder / "source/sums/data/prices.csv", "3")
    grader = FakeGrader()

    run(folder, grader=grader, trust="sealed" if changed == "trust" else "split")

    assert sorted(grader.answers) == sorted([RIGHT, WRONG])
    if changed == "data":
        assert grader.tasks[0].files == {"data/prices.csv": b"3"}


def test_again_grades_everybody_again(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    run(folder, grader=FakeGrader())
    grader = FakeGrader()

    run(folder, "--again", grader=grader)

    assert len(grader.answers) == 2
    assert len(lines_of(folder)) == 2


def test_a_torn_last_line_is_graded_again_and_harms_no_other(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    run(folder, "--workers", "1", grader=FakeGrader())
    journal = folder / "out/journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    grader = FakeGrader()

    run(folder, grader=grader)

    assert grader.answers == [WRONG]
    assert [line["record"]["learner"] for line in lines_of(folder)] == ["ada", "bob"]


def test_nothing_that_was_graded_is_lost_when_the_process_is_killed(tmp_path):
    folder = write_class(tmp_path, {name: f"{RIGHT}  # {name}" for name in "abcdef"})
    script = (
        "import os, signal, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from test_grade_class import *\n"
        "n = iter([0, 1, 2])\n"
        "die = lambda task: next(n, None) is None and os.kill(os.getpid(), signal.SIGKILL)\n"
        "run(Path(sys.argv[2]), '--workers', '1', grader=FakeGrader(before=die))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent), str(folder)],
        timeout=PATIENCE_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    kept = lines_of(folder)
    grader = FakeGrader()

    run(folder, grader=grader)

    assert killed.returncode == -signal.SIGKILL
    assert 1 <= len(kept) <= 3
    assert lines_of(folder)[: len(kept)] == kept
    names = {line["record"]["learner"] for line in kept}
    assert sorted(grader.answers) == [
        f"{RIGHT}  # {name}" for name in "abcdef" if name not in names
    ]
    assert set(totals_of(folder).values()) == {"2"}


@pytest.mark.skipif(sys.platform == "win32", reason="consoles send no SIGINT to one process")
def test_ctrl_c_keeps_what_is_done(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, **dict.fromkeys(["eva", "eve"], ENDLESS)})
    journal = folder / "out/journal.jsonl"
    process = command(*words_of(folder, "--workers", "1"), start_new_session=True)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.02)

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, err = process.communicate(timeout=PATIENCE_S)

    told = [line for line in err.splitlines() if "/3  " not in line]
    assert process.returncode == 130
    assert len(told) == 1
    assert told[0].startswith("stopped: ")
    assert told[0].endswith("graded and kept; the same command goes on from there")
    assert not (folder / "out/grades.csv").exists()
    assert lines_of(folder)[0]["record"]["learner"] == "ada"
    grader = FakeGrader()
    assert run(folder, grader=grader, trust=None) == 0
    assert RIGHT not in grader.answers


def test_links_out_of_a_learners_own_folder_are_refused(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT})
    handed_in, outside = folder / "handed_in", folder / "outside/sums/sums.ipynb"
    write(outside, submitted(RIGHT))
    for learner, target in {"bob": handed_in / "ada/sums/sums.ipynb", "cy": outside}.items():
        (handed_in / learner / "sums").mkdir(parents=True)
        (handed_in / learner / "sums/sums.ipynb").symlink_to(target)
    (handed_in / "dan").symlink_to(handed_in / "ada")
    (handed_in / "eve").symlink_to(folder / "outside")
    (handed_in / "fay").mkdir()
    (handed_in / "fay/sums").symlink_to(handed_in / "ada/sums")
    grader = FakeGrader()

    run(folder, grader=grader)

    assert grader.answers == [RIGHT]
    assert totals_of(folder) == {
        "ada": "2",
        **dict.fromkeys(["bob", "cy", "dan", "eve", "fay"], "0"),
    }
    for learner in ("bob", "cy", "dan", "eve", "fay"):
        assert "symbolic link" in notebook_of(folder, learner)["notes"][0]


def test_a_pipe_in_the_place_of_a_notebook_keeps_nobody_waiting(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": RIGHT})
    (folder / "handed_in/bob/sums/sums.ipynb").unlink()
    os.mkfifo(folder / "handed_in/bob/sums/sums.ipynb")

    run(folder, grader=FakeGrader())

    assert "no ordinary file" in notebook_of(folder, "bob")["notes"][0]


def test_no_spreadsheet_takes_a_learners_text_for_a_formula(tmp_path):
    folder = write_class(tmp_path, {"=cmd|'calc'!A1": RIGHT, "+1": RIGHT, "@x": RIGHT, "-2": WRONG})

    run(folder, grader=FakeGrader())

    cells = [value for row in rows_of(folder) for value in row.values()]
    assert not [value for value in cells if value.startswith(("=", "+", "-", "@"))]
    assert {"'=cmd|'calc'!A1", "'+1", "'@x", "'-2"} <= set(cells)


def test_tests_run_in_the_strictest_way_that_the_authors_solution_passes(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})
    grader = FakeGrader(mode=TrustMode.SEALED)

    status = run(folder, grader=grader, trust=None)

    assert status == 0
    assert totals_of(folder) == {"ada": "2", "bob": "0"}
    assert notebook_of(folder, "ada")["cells"][0]["trust"] == "sealed"
    assert grader.answers.count(SOLVED) == 2  # split, sealed: once for the whole class


def test_tests_that_even_the_solution_fails_are_the_authors_fault(tmp_path, capsys):
    folder = write_class(tmp_path, {"ada": RIGHT, "bob": WRONG})

    status = run(folder, grader=FakeGrader(mode="no mode"), trust=None)

    captured = capsys.readouterr()
    assert status == 1
    assert "sums.ipynb: the author's fault: " in captured.err
    assert "author's faults    1" in captured.out
    assert "even the author's own solution" in rows_of(folder)[0]["notes"]
    assert lines_of(folder) == []  # it may be a module that is missing here: tried again


def test_a_learner_whom_the_engine_cannot_grade_stops_no_other(tmp_path, capsys):
    folder = write_class(tmp_path, {"ada": WRONG, "bob": RIGHT})

    def fail(task):
        if any(cell.source == WRONG for cell in task.cells):
            raise Unavailable("no process can be started")

    status = run(folder, grader=FakeGrader(before=fail))

    assert status == 1
    assert "1 notebook could not be graded" in capsys.readouterr().err
    assert totals_of(folder) == {"ada": "0", "bob": "2"}
    assert rows_of(folder)[0]["points"] == ""
    assert run(folder, grader=FakeGrader()) == 0


def test_as_many_are_graded_at_the_same_time_as_was_asked_for(tmp_path):
    folder = write_class(tmp_path, {f"learner{n}": RIGHT for n in range(12)})
    out = run(folder, "--workers", "3", grader=FakeGrader())

    assert out == 0
    assert len(lines_of(folder)) == 12


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "handed_in").mkdir(), "holds no submission"),
        (lambda folder: (folder / "handed_in/ada/else").mkdir(parents=True), "holds no submission"),
        (lambda folder: None, "there is no folder"),
        (lambda folder: (folder / "source/sums/sums.ipynb").unlink(), "holds no notebook"),
        (lambda folder: write(folder / "course.yaml", "schema: 1\n"), "course.yaml"),
    ],
)
def test_what_cannot_be_graded_at_all_ends_with_status_2_and_one_sentence(
    tmp_path, capsys, change, words
):
    folder = write_class(tmp_path)
    change(folder)

    status = main(words_of(folder))

    captured = capsys.readouterr()
    assert (status, captured.out, len(captured.err.splitlines())) == (2, "", 1)
    assert words in captured.err


@pytest.mark.parametrize(
    "words",
    [
        ["--all", "x"],
        ["--source", "x"],
        ["--all", "x", "--submissions", "y", "--json"],
        ["--source", "x", "--submission", "y", "--again"],
        ["--all", "x", "--submissions", "y", "--workers", "0"],
        [],
    ],
)
def test_options_that_do_not_go_together_are_told(capsys, words):
    status = main(["grade", *words])

    assert status == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_somebodys_own_table_is_never_written_over(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT})
    write(folder / "out/grades.csv", "mine")

    with pytest.raises(Conflict, match="written by something else"):
        run(folder, grader=FakeGrader())

    assert (folder / "out/grades.csv").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_two_at_once_do_not_write_into_one_folder(tmp_path):
    folder = write_class(tmp_path, {"ada": RIGHT})

    with Journal(folder / "out"), pytest.raises(Conflict, match="being written"):
        run(folder, grader=FakeGrader())


def test_grading_loads_nothing_of_jupyterlab_or_nbgrader():
    code = (
        "import sys\n"
        "from jupyter_hybrid.cli import commands\n"
        "next(commands(['grade']))\n"
        "import jupyter_hybrid.cli.grade_class, jupyter_hybrid.grading.engine\n"
        "heavy = {'nbgrader', 'jupyterlab', 'jupyter_server', 'sqlalchemy', 'nbconvert'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert loaded.stdout.strip() == "[]"
