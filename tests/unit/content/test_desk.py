"""Course folders found by paths from a browser."""

import json

import pytest

from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotAllowed, NotFound


@pytest.fixture
def root(tmp_path):
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def desk(root):
    return FolderDesk(root, library=FolderLibrary([]))


@pytest.fixture
def course(root, course_folder):
    return course_folder(root)


@pytest.mark.parametrize(
    "path", ["sums", "sums/course.yaml", "sums/basics", "sums/basics/doubling.ipynb", "sums/no/way"]
)
def test_the_course_folder_around_a_path_is_found(desk, course, path):
    report = desk.lint(path)

    assert (report.course, report.folder) == ("sums", "sums")


def test_the_root_itself_may_be_a_course_folder(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    desk = FolderDesk(folder, library=FolderLibrary([]))

    assert desk.lint("").folder == ""
    assert desk.offer("").path == ""
    assert desk.notebooks("") == ["basics/doubling.ipynb"]


@pytest.mark.parametrize(
    "path",
    ["../sums", "sums/../../x", "/etc", "C:\\x", "sums\x00", ".hidden", "a\nb", "\ud800"],
)
@pytest.mark.parametrize("method", ["lint", "offer", "draft", "notebooks"])
def test_a_hostile_path_is_refused(desk, course, method, path):
    with pytest.raises(Invalid, match="below the server's root folder"):
        getattr(desk, method)(path)


@pytest.mark.parametrize("path", ["../outside", "", ".", "./."])
def test_a_hostile_path_makes_no_course(desk, root, path):
    with pytest.raises(Invalid):
        desk.make(path, title="A")

    assert [entry.name for entry in root.parent.iterdir()] == ["root"]


@pytest.mark.parametrize("method", ["lint", "offer", "draft", "notebooks"])
def test_a_link_out_of_the_root_is_refused(desk, root, tmp_path, course_folder, method):
    course_folder(tmp_path, name="outside")
    (root / "link").symlink_to(tmp_path / "outside")

    with pytest.raises(NotAllowed, match="symbolic link"):
        getattr(desk, method)("link/basics/doubling.ipynb")


@pytest.mark.parametrize("method", ["lint", "offer", "draft", "notebooks"])
def test_a_course_file_that_is_a_link_out_of_the_root_is_not_read(desk, course, tmp_path, method):
    secret = tmp_path / "secret.txt"
    secret.write_text("key: a secret")
    (course / "course.yaml").unlink()
    (course / "course.yaml").symlink_to(secret)

    with pytest.raises(NotAllowed, match=r"course\.yaml.*symbolic link"):
        getattr(desk, method)("sums/basics/doubling.ipynb")


def test_a_link_into_a_course_folder_of_the_operators_choice_is_fine(root, tmp_path, course_folder):
    folder = course_folder(tmp_path, name="outside")
    (root / "link").symlink_to(folder)
    desk = FolderDesk(root, library=FolderLibrary([]), course_dirs=[root / "link"])

    assert desk.lint("link/basics").folder == "link"


@pytest.mark.parametrize("path", ["", "empty", "x" * 3000])
def test_where_no_course_is_it_is_said(desk, root, path):
    (root / "empty").mkdir()

    with pytest.raises(NotFound, match=r"course\.yaml"):
        desk.lint(path)


def test_an_offered_course_is_in_the_library(root, course):
    library = FolderLibrary([])

    opened = FolderDesk(root, library=library).offer("sums/basics")

    assert (opened.course, opened.path) == ("sums", "sums")
    assert [one.key for one in library.courses()] == ["sums"]


def test_a_new_course_gets_a_key_of_its_own_and_is_offered(root, course):
    library = FolderLibrary([root])

    made = FolderDesk(root, library=library).make("mine/new", title="Sums")

    assert (made.course, made.path) == ("sums_2", "mine/new")
    assert {one.key for one in library.courses()} >= {"sums", "sums_2"}


def test_a_new_course_is_written_over_nothing(desk, course):
    with pytest.raises(Conflict):
        desk.make("sums", title="A")


def test_a_draft_of_a_step_has_the_steps_files_and_the_courses_policy(desk, course):
    text = (course / "course.yaml").read_text()
    (course / "course.yaml").write_text(f"{text}exercises: {{limits: {{cell_s: 3}}}}\n")

    draft = desk.draft("sums/basics/doubling.ipynb")

    assert (draft.step, draft.path) == ("basics/doubling", "basics/doubling.ipynb")
    assert draft.files == {"basics/data.csv": b"a,b\n1,2\n"}
    assert [one.policy.limits.cell_s for one in draft.exercises] == [3]


def test_a_draft_outside_a_course_has_the_files_beside_it(desk, root, notebook, exercise_cells):
    (root / "lone.ipynb").write_bytes(notebook(*exercise_cells))
    (root / "data.csv").write_text("x")
    (root / ".secret").write_text("x")

    draft = desk.draft("lone.ipynb")

    assert (draft.step, draft.files) == ("lone.ipynb", {"data.csv": b"x"})


def test_what_lies_beside_a_lone_notebook_by_chance_does_not_stop_it(
    desk, root, notebook, exercise_cells, tmp_path
):
    (root / "lone.ipynb").write_bytes(notebook(*exercise_cells))
    (root / "data.csv").write_text("x")
    (root / "link.csv").symlink_to(tmp_path / "outside.csv")
    (tmp_path / "outside.csv").write_text("a secret")
    with (root / "film.mp4").open("wb") as stream:
        stream.truncate(60 * 1024**2)

    assert desk.draft("lone.ipynb").files == {"data.csv": b"x"}


def test_a_notebook_of_50_mb_is_refused_in_a_sentence(desk, course):
    with (course / "basics" / "doubling.ipynb").open("wb") as stream:
        stream.truncate(50 * 1024**2)

    with pytest.raises(Invalid, match="larger than 20 MB; clear its outputs"):
        desk.draft("sums/basics/doubling.ipynb")
    assert [one.code for one in desk.lint("sums").messages] == ["unreadable-notebook"]


@pytest.mark.parametrize("path", ["sums/basics/data.csv", "sums/basics/no.ipynb", "sums"])
def test_what_is_no_notebook_has_no_draft(desk, course, path):
    with pytest.raises(NotFound, match="there is no notebook"):
        desk.draft(path)


def test_a_report_is_plain_data(desk, course):
    (course / "basics" / "data.csv").unlink()

    report = desk.lint("sums")

    assert json.dumps([str(message) for message in report.messages])
