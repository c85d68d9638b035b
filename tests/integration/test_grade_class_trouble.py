"""What goes wrong with one submission, or with the command, harms no other."""

import os
import subprocess
import sys

import pytest

from fakes.class_folder import (
    RIGHT,
    SOLVED,
    WRONG,
    FakeGrader,
    lines_of,
    notebook_of,
    rows_of,
    run,
    submitted,
    totals_of,
    words_of,
    write,
    write_class,
)
from jupyter_hybrid.cli import main
from jupyter_hybrid.cli.grade_journal import Journal
from jupyter_hybrid.domain.errors import Conflict, Unavailable
from jupyter_hybrid.domain.policies import TrustMode


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
