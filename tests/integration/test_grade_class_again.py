"""Grading a class goes on where it was interrupted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes.class_folder import (
    ENDLESS,
    PATIENCE_S,
    RIGHT,
    WRONG,
    FakeGrader,
    command,
    lines_of,
    refuse,
    run,
    submitted,
    totals_of,
    words_of,
    write,
    write_class,
)


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
        "import os, signal, sys\nfrom pathlib import Path\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from fakes.class_folder import *\n"
        "n = iter([0, 1, 2])\n"
        "die = lambda task: next(n, None) is None and os.kill(os.getpid(), signal.SIGKILL)\n"
        "run(Path(sys.argv[2]), '--workers', '1', grader=FakeGrader(before=die))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parents[1]), str(folder)],
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
