"""A class is graded as a whole, each by the own answers."""

import pytest

from fakes.class_folder import (
    ENDLESS,
    PATIENCE_S,
    RIGHT,
    WRONG,
    command,
    lines_of,
    notebook,
    notebook_of,
    rows_of,
    totals_of,
    words_of,
    write,
    write_class,
)


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
