"""Roles and points, old metadata, names, files, and what cannot be taken."""

import errno
import functools
import json
import os
from pathlib import Path

import nbgrader
import pytest
from nbgrader_course import SOLVED, code, imported, marked, notebook, write_nbgrader_course

from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound, Unavailable
from jupyter_hybrid.domain.notebooks import CellRole

FILES = Path(nbgrader.__file__).parent / "tests"
ANSWER = marked("answer", "double", "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x")

DEEP: list[object] = []
for _ in range(60):
    DEEP = [DEEP]


@pytest.fixture
def course(tmp_path):
    """Return a function that writes an nbgrader course of one assignment and returns its folder."""
    return functools.partial(write_nbgrader_course, tmp_path / "nbgrader")


def test_cells_come_with_their_roles_and_points_and_without_outputs(course, tmp_path):
    report, block, source = imported(course(), tmp_path / "out")

    assert block["key"] == "nbgrader"
    assert block["modules"][0]["title"] == "Week 1"
    assert [(cell.id, cell.role, cell.points) for cell in source.notebook.cells] == [
        ("double", CellRole.ANSWER, 0),
        ("test_double", CellRole.TESTS, 2),
    ]
    assert "42" not in (tmp_path / "out" / "week_1" / "doubling.ipynb").read_text()
    assert report.verdicts[0].words == "not run"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("x" * 250, "x" * 200),
        ("two\nlines\x07", "two lines"),
        ("\x01", "Untitled"),
        ("שלום 👩\u200d💻", "שלום 👩\u200d💻"),
    ],
)
def test_names_become_titles_that_a_course_may_have(course, tmp_path, name, title):
    folder = course(config=f"c.CourseDirectory.course_id = {name!r}\n")

    report, block, _ = imported(folder, tmp_path / "out")

    assert block["title"] == title
    assert any("became the title" in note for note in report.notes) is (name != title)


def test_a_course_that_could_not_be_read_is_not_written(course, tmp_path):
    files = [(f"source/Week 1/{number}.csv", "x") for number in range(1001)]

    with pytest.raises(Invalid, match=r"would be no course: .*files"):
        import_course(course(extra=files), tmp_path / "out", is_running=False)

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", [0, 1, 2])
def test_old_metadata_becomes_version_3(course, tmp_path, version):
    content = FILES / f"nbgraderformat/files/v{version}.ipynb"
    if not content.exists():
        content = FILES / f"apps/files/test-v{version}.ipynb"

    report, _, source = imported(course(content.read_text()), tmp_path / "out")

    assert any(f"version {version} became version 3" in note for note in report.notes)
    assert any(cell.is_graded for cell in source.notebook.cells)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((FILES / "apps/files/too-new.ipynb").read_text(), "too new"),
        ("{", "not JSON"),
        (notebook(ANSWER), "without 'END SOLUTION'"),
        (notebook(marked("answer", "a", "1"), marked("answer", "a", "2")), "Duplicate grade id"),
        (
            notebook(marked("tests", "t", "### AUTOTEST double(2)", points=1)),
            "there is no autotests.yml",
        ),
        (notebook(3), "cell 1 is not an object"),
        (notebook(code("1", {"nbgrader": "v"})), "cannot be used"),
        (notebook(code("1", {"nbgrader": {"schema_version": []}})), "cannot be used"),
        (notebook(code("1", {"nbgrader": {"schema_version": "1"}})), "cannot be used"),
        (notebook(code("1"), nbformat_minor=[]), "cannot be used"),
        (notebook(code("1"), deep=DEEP), "nested too deeply"),
        (notebook(code("1"), kernelspec={"name": "j"}, language_info={"name": "julia"}), "julia"),
    ],
    ids=[
        *("too new", "no json", "open region", "same id", "no autotests", "odd cell", "odd block"),
        *("odd version", "text as version", "odd minor", "deep", "language"),
    ],
)
def test_a_notebook_that_cannot_be_taken_is_named_and_the_others_are_taken(
    course, tmp_path, content, words
):
    folder = course(extra=[("source/Week 1/broken.ipynb", content)])

    report, block, _ = imported(folder, tmp_path / "out")

    (note,) = [note for note in report.notes if "broken.ipynb" in note]
    assert words in note
    assert "left out" in note
    assert [step["key"] for step in block["modules"][0]["steps"]] == ["doubling"]


@pytest.mark.parametrize(
    "left_out", [("metadata",), ("source",), ("outputs", "execution_count"), ()]
)
def test_what_nbformat_takes_for_granted_may_be_missing(course, tmp_path, left_out):
    cell = {name: value for name, value in code("1").items() if name not in left_out}
    bare = json.dumps({"nbformat": 4, "cells": [cell]})
    folder = course(extra=[("source/Week 1/bare.ipynb", bare)])

    report, block, _ = imported(folder, tmp_path / "out")

    assert report.notes == ()
    assert [step["key"] for step in block["modules"][0]["steps"]] == ["bare", "doubling"]


@pytest.mark.parametrize("kernelspec", [3, [], None, {"name": 3}])
def test_an_odd_kernel_is_pythons(course, tmp_path, kernelspec):
    content = notebook(marked("answer", "double", SOLVED), kernelspec=kernelspec)

    _, _, source = imported(course(content), tmp_path / "out")

    assert (source.notebook.kernel_name, source.notebook.language) == ("python3", "python")


def test_a_language_that_the_kernel_does_not_say_is_kept(course, tmp_path):
    content = notebook(
        marked("answer", "double", "### BEGIN SOLUTION\n1\n### END SOLUTION"),
        kernelspec={"name": "ir", "display_name": "R"},
        language_info={"name": "R"},
    )

    _, _, source = imported(course(content), tmp_path / "out")

    assert (source.notebook.kernel_name, source.notebook.language) == ("ir", "R")
    assert source.notebook.cells[0].stub == "# YOUR CODE HERE\nfail()"


def test_linked_folders_and_notebooks_in_capitals_are_named(course, tmp_path):
    folder = course(extra=[("shared/orders.csv", "a"), ("source/Week 1/data/own.csv", "b")])
    assignment = folder / "source" / "Week 1"
    (assignment / "beyond").symlink_to(folder / "shared")
    (assignment / "within").symlink_to(assignment / "data")
    (assignment / "OLD.IPYNB").write_text(notebook())

    report, block, _ = imported(folder, tmp_path / "out")

    assert block["modules"][0]["steps"][0]["files"] == ["week_1/data/own.csv"]
    assert [note.split(":")[0] for note in report.notes] == [
        "Week 1/OLD.IPYNB",
        "Week 1/beyond",
        "Week 1/within",
    ]
    assert all("left out" in note for note in report.notes)


def test_links_in_circles_and_beyond_do_not_reach_the_place_where_notebooks_run(course, tmp_path):
    folder = course()
    assignment = folder / "source" / "Week 1"
    (assignment / "circle").symlink_to(assignment)
    (assignment / "nowhere").symlink_to(tmp_path / "nowhere")

    report, _, _ = imported(folder, tmp_path / "out")

    assert report.verdicts
    assert any("nowhere" in note for note in report.notes)


def test_a_folder_of_notebooks_gives_away_no_submissions_and_no_gradebook(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "a.ipynb").write_text(notebook(marked("answer", "double", SOLVED)))
    (folder / "data.csv").write_text("x")
    for path in ("gradebook.db", "submitted/ada/a/essay.txt", "feedback/ada/a.html"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("of ada")

    import_course(folder, tmp_path / "out", is_running=False)

    taken = {file.name for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert taken == {"course.yaml", "a.ipynb", "data.csv"}


def test_files_go_along_and_what_leads_out_does_not(course, tmp_path):
    folder = course(extra=[("source/Week 1/data/orders.csv", "a,b\n"), ("secret.txt", "x")])
    (folder / "source" / "Week 1" / "link.txt").symlink_to(folder / "secret.txt")
    nested = folder / "source" / "Week 1" / "data" / "solution.ipynb"
    nested.write_text(notebook())

    report, block, _ = imported(folder, tmp_path / "out")

    assert block["modules"][0]["steps"][0]["files"] == ["week_1/data/orders.csv"]
    assert not list((tmp_path / "out").rglob("link.txt"))
    assert any("link out of the assignment" in note for note in report.notes)
    assert any("solution.ipynb" in note and "left out" in note for note in report.notes)


def test_a_file_that_cannot_be_read_is_named(course, tmp_path):
    class Unreadable(type(tmp_path)):
        """A path whose data files may be seen and not read; whoever runs tests may read all."""

        def open(self, mode="r", *args, **rest):
            if self.suffix == ".csv" and "r" in mode:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
            return super().open(mode, *args, **rest)

    folder = course(extra=[("source/Week 1/orders.csv", "a")])

    with pytest.raises(Invalid, match=r"Week 1/orders.csv cannot be read \(Permission denied\)"):
        import_course(Unreadable(folder), tmp_path / "out", is_running=False)

    assert not (tmp_path / "out").exists()


def test_places_that_cannot_be_are_refused(course, tmp_path):
    folder = course()
    (tmp_path / "there").mkdir()
    (tmp_path / "empty").mkdir()

    with pytest.raises(Invalid, match="lies in"):
        import_course(folder, folder / "out", is_running=False)
    with pytest.raises(Conflict, match="is there already"):
        import_course(folder, tmp_path / "there", is_running=False)
    with pytest.raises(NotFound, match="no nbgrader course"):
        import_course(tmp_path / "empty", tmp_path / "out", is_running=False)
    with pytest.raises(NotFound, match="no folder"):
        import_course(tmp_path / "nothing", tmp_path / "out", is_running=False)
    with pytest.raises(Unavailable, match="cannot be looked at"):
        import_course(folder, tmp_path / ("x" * 300), is_running=False)
