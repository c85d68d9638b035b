"""Learners' copies of a whole course in a folder."""

import json

import pytest

from jupyter_hybrid.content import release_folder
from jupyter_hybrid.content.release_folder import MARKER, release_course
from jupyter_hybrid.content.template import write_course
from jupyter_hybrid.domain.errors import Conflict, Unavailable


@pytest.fixture
def folder(tmp_path):
    write_course(tmp_path / "course", title="A")
    return tmp_path / "course"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def files_in(folder):
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    )


def test_learners_get_the_folders_structure_without_solutions(folder, out):
    steps = release_course(folder, out)

    assert files_in(out) == [
        MARKER,
        "first_steps/scales.svg",
        "first_steps/temperatures.ipynb",
        "first_steps/welcome.md",
    ]
    notebook = (out / "first_steps" / "temperatures.ipynb").read_text()
    assert "YOUR CODE HERE" in notebook
    assert "9 / 5 + 32" not in notebook
    assert "-40" not in notebook
    assert [(step.step, step.n_exercises, step.max_points) for step in steps] == [
        ("first_steps/welcome", 0, 0),
        ("first_steps/temperatures", 1, 2),
    ]


def test_a_former_release_of_the_course_is_replaced_whole(folder, out):
    release_course(folder, out)
    text = folder / "course.yaml"
    text.write_text(text.read_text().replace("welcome.md", "hello.md"))
    (folder / "first_steps" / "welcome.md").rename(folder / "first_steps" / "hello.md")

    release_course(folder, out)

    assert "first_steps/hello.md" in files_in(out)
    assert "first_steps/welcome.md" not in files_in(out)
    assert sorted(entry.name for entry in out.parent.iterdir()) == ["course", "out"]


@pytest.mark.parametrize("what", ["file", "folder", "other course", "odd marker"])
def test_what_is_no_release_of_the_course_is_never_written_over(folder, out, what):
    if what == "file":
        out.write_text("mine")
    elif what == "folder":
        out.mkdir()
        (out / "mine.ipynb").write_text("mine")
    else:
        release_course(folder, out)
        course = "[]" if what == "odd marker" else json.dumps({"format": 1, "course": "b"})
        (out / MARKER).write_text(course)
    before = sorted(out.rglob("*"))

    with pytest.raises(Conflict, match="out is there"):
        release_course(folder, out)

    assert sorted(out.rglob("*")) == before


@pytest.mark.parametrize("name", ["first_steps/temperatures.ipynb", "first_steps/mine.ipynb"])
def test_work_that_somebody_did_in_a_release_is_never_written_over(folder, out, name):
    release_course(folder, out)
    (out / name).write_text("mine")

    with pytest.raises(Conflict, match="not as it was released"):
        release_course(folder, out)

    assert (out / name).read_text() == "mine"


def test_a_crash_while_writing_leaves_the_former_release(folder, out, monkeypatch):
    release_course(folder, out)
    before = {name: (out / name).read_bytes() for name in files_in(out)}

    def full_disk(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release_folder, "_write", full_disk)

    with pytest.raises(Unavailable, match="as it was"):
        release_course(folder, out)

    assert {name: (out / name).read_bytes() for name in files_in(out)} == before


def test_a_crash_between_the_two_renames_is_mended_by_the_next_release(folder, out):
    release_course(folder, out)
    out.rename(out.with_name(".out.former"))

    release_course(folder, out)

    assert MARKER in files_in(out)
    assert not out.with_name(".out.former").exists()


def test_a_release_into_the_course_itself_is_refused(folder):
    with pytest.raises(Conflict, match="inside the course folder"):
        release_course(folder, folder / "out")

    assert not (folder / "out").exists()
