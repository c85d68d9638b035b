import errno
import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest

from fakes.workspace import FakeWorkspace
from jupyter_hybrid.content import main_file
from jupyter_hybrid.content.handed_out import RECORD_NAME
from jupyter_hybrid.content.learner_files import LARGEST_RELEASED, LearnerFiles
from jupyter_hybrid.content.library import MAX_STEP_FILES_BYTES
from jupyter_hybrid.content.workspace import FolderWorkspace
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotAllowed, Unavailable
from jupyter_hybrid.domain.releases import Bundle

BUNDLE = Bundle(
    StepKey("sums", "basics", "doubling"),
    "ab12",
    "basics/doubling.ipynb",
    '{"é": 1}\n',
    {"basics/data.csv": b"1,2\n"},
)


def files_below(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD_NAME
    }


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    return root


@pytest.fixture
def workspace(root):
    return FolderWorkspace(root)


@pytest.mark.parametrize("kind", ["folder", "fake"])
def test_a_step_is_put_there_once_and_then_stays_as_it_is(root, kind):
    workspace = FolderWorkspace(root) if kind == "folder" else FakeWorkspace()

    first = workspace.place(BUNDLE, folder="courses/sums")
    again = workspace.place(replace(BUNDLE, learner_copy="other"), folder="courses/sums")

    assert (first.path, first.is_new) == ("courses/sums/basics/doubling.ipynb", True)
    assert (again.path, again.is_new) == (first.path, False)


def test_notebook_and_files_are_written_as_they_came(workspace, root):
    workspace.place(BUNDLE, folder="courses/sums")

    assert files_below(root) == {
        "courses/sums/basics/doubling.ipynb": '{"é": 1}\n'.encode(),
        "courses/sums/basics/data.csv": b"1,2\n",
    }


def test_the_learners_own_work_is_never_touched(workspace, root):
    folder = root / "courses/sums/basics"
    folder.mkdir(parents=True)
    (folder / "doubling.ipynb").write_text("my work")
    (folder / "data.csv").write_text("my data")

    placed = workspace.place(BUNDLE, folder="courses/sums")

    assert placed.is_new is False
    assert set(files_below(folder).values()) == {b"my work", b"my data"}


def test_a_data_file_that_was_deleted_comes_back(workspace, root):
    workspace.place(BUNDLE, folder="c")
    (root / "c/basics/data.csv").unlink()

    placed = workspace.place(BUNDLE, folder="c")

    assert placed.is_new is False
    assert (root / "c/basics/data.csv").read_bytes() == b"1,2\n"


@pytest.mark.parametrize("has_links", [True, False])
def test_of_many_at_once_exactly_one_is_new(root, has_links):
    def no_link(source, target):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    workspace = FolderWorkspace(root, link=os.link if has_links else no_link)

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(lambda _: workspace.place(BUNDLE, folder="c"), range(16)))

    assert [one.is_new for one in placed].count(True) == 1
    assert len(files_below(root)) == 2


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_appears_while_ours_is_written_stays(root, has_links):
    def link(source, target):
        target.write_text("theirs")
        if not has_links:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        os.link(source, target)

    placed = FolderWorkspace(root, link=link).place(BUNDLE, folder="c")

    assert placed.is_new is False
    assert set(files_below(root).values()) == {b"theirs"}


@pytest.mark.parametrize("path", ["../x.ipynb", "/x.ipynb", "a\x00.ipynb", "a\\b.ipynb", ""])
def test_a_path_trick_writes_nothing(workspace, root, path):
    tricks = [
        (replace(BUNDLE, path=path), "c"),
        (replace(BUNDLE, files={path: b""}), "c"),
        (BUNDLE, path),
    ]

    for bundle, folder in tricks:
        with pytest.raises(Invalid):
            workspace.place(bundle, folder=folder)
    assert list(root.iterdir()) == []
    assert list(root.parent.iterdir()) == [root]


@pytest.mark.parametrize("link", ["courses", "courses/sums", "courses/sums/basics"])
def test_a_link_out_of_the_root_folder_is_refused(workspace, root, tmp_path, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(outside)

    with pytest.raises(NotAllowed, match="symbolic link out of your files"):
        workspace.place(BUNDLE, folder="courses/sums")

    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["doubling.ipynb", "data.csv"])
def test_a_file_that_is_a_link_out_of_the_root_folder_is_refused(workspace, root, tmp_path, name):
    (root / "c/basics").mkdir(parents=True)
    (root / "c/basics" / name).symlink_to(tmp_path / "outside")

    with pytest.raises(NotAllowed):
        workspace.place(BUNDLE, folder="c")

    assert not (tmp_path / "outside").exists()


def test_a_link_inside_the_root_folder_is_followed(workspace, root):
    (root / "elsewhere").mkdir()
    (root / "c").symlink_to(root / "elsewhere")

    assert workspace.place(BUNDLE, folder="c").is_new
    assert (root / "elsewhere/basics/doubling.ipynb").is_file()


def test_a_root_folder_that_is_a_link_itself_is_no_trick(root, tmp_path):
    (tmp_path / "home").symlink_to(root)

    assert FolderWorkspace(tmp_path / "home").place(BUNDLE, folder="c").is_new


@pytest.mark.parametrize("name", ["doubling.ipynb", "data.csv"])
def test_a_folder_in_the_place_of_a_file_is_said(workspace, root, name):
    (root / "c/basics" / name).mkdir(parents=True)

    with pytest.raises(Conflict, match="is a folder where a file has to go"):
        workspace.place(BUNDLE, folder="c")


def test_a_file_in_the_place_of_a_folder_is_said(workspace, root):
    (root / "c").write_text("mine")

    with pytest.raises(Conflict, match="a file stands where a folder has to be"):
        workspace.place(BUNDLE, folder="c")

    assert (root / "c").read_text() == "mine"


@pytest.mark.parametrize("act", ["place", "reset", "merge"])
def test_a_place_that_cannot_be_looked_at_is_said(workspace, root, act):
    # The system answers as for a folder that may not be opened, also those who may open all.
    bundle = replace(BUNDLE, path=f"basics/{'x' * 300}.ipynb")
    when = {} if act == "place" else {"at": datetime(2026, 11, 22, tzinfo=UTC)}
    workspace.place(BUNDLE, folder="c")
    before = files_below(root)

    with pytest.raises(Unavailable, match="cannot be looked at"):
        getattr(workspace, act)(bundle, folder="c", **when)

    assert files_below(root) == before


@pytest.mark.parametrize("most", [*main_file._MAX_BYTES.values(), MAX_STEP_FILES_BYTES])
def test_the_largest_file_of_a_step_is_known_again(root, most):
    assert most <= LARGEST_RELEASED
    with (root / "large").open("wb") as stream:
        stream.truncate(most)

    assert LearnerFiles(root).sha256(PurePosixPath("large")) is not None


@pytest.fixture
def no_room():
    """Let no file grow beyond 100 bytes, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(workspace, root, no_room):
    with pytest.raises(Unavailable, match="could not be written") as raised:
        workspace.place(replace(BUNDLE, learner_copy="x" * 1000), folder="c")

    assert "everything that was there is as it was" in raised.value.message
    assert files_below(root) == {"c/basics/data.csv": b"1,2\n"}


def test_a_root_folder_that_cannot_be_written_is_said(tmp_path):
    def refused(source, target):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    workspace = FolderWorkspace(tmp_path, link=refused)

    with pytest.raises(Unavailable, match="Read-only file system"):
        workspace.place(BUNDLE, folder="c")

    assert files_below(tmp_path) == {}


def test_a_notebook_that_is_its_own_data_file_is_refused(workspace):
    with pytest.raises(Invalid):
        workspace.place(replace(BUNDLE, files={BUNDLE.path: b""}), folder="c")
