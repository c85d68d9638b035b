"""What happens to a learner's files when a step is opened again, reset or updated."""

import contextlib
import errno
import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jupyter_hybrid.content.handed_out import RECORD_NAME
from jupyter_hybrid.content.learner_files import write_new
from jupyter_hybrid.content.workspace import FolderWorkspace
from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.releases import Bundle

AT = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
STAMP = f"{AT.astimezone():%Y-%m-%d %H.%M}"
STEP = StepKey("sums", "basics", "doubling")
NOTEBOOK = "c/basics/doubling.ipynb"
MINE = f"c/basics/doubling (my copy {STAMP}).ipynb"


def a_copy(answer="# YOUR CODE HERE", *, release="r1", extra=()):
    nbgrader = {"grade_id": "f", "solution": True, "grade": False, "locked": False, "task": False}
    cells = [
        {"id": "f", "cell_type": "code", "metadata": {"nbgrader": nbgrader}, "source": answer},
        *({"id": key, "cell_type": "code", "metadata": {}, "source": key} for key in extra),
    ]
    for cell in cells:
        cell.update(outputs=[], execution_count=None)
    hybrid = {"release": release, "cells": [cell["id"] for cell in cells]}
    metadata = {"jupyter_hybrid": hybrid}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def a_bundle(release="r1", *, data=b"1", copy=None, **rest):
    copy = copy or a_copy(release=release)
    files = {"basics/data.csv": data}
    return Bundle(STEP, release, "basics/doubling.ipynb", copy, files, **rest)


READING = Bundle(
    STEP, "r1", "basics/why.md", "", {"basics/why.md": b"old", "basics/p.svg": b"<svg/>"},
    kind=StepKind.READING,
)  # fmt: skip
NEWER_READING = replace(
    READING, release="r2", files={"basics/why.md": b"new", "basics/p.svg": b"<svg/>"}
)


def files_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
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


def open_step(workspace, bundle):
    return workspace.place(bundle, folder="c")


# Opening.


@pytest.mark.parametrize("kind", [StepKind.READING, StepKind.MEDIA, StepKind.QUIZ])
def test_a_step_that_is_no_notebook_is_put_there_and_opened(workspace, root, kind):
    placed = open_step(workspace, replace(READING, kind=kind))
    again = open_step(workspace, replace(READING, kind=kind))

    assert (placed.path, placed.is_new, placed.kind) == ("c/basics/why.md", True, kind)
    assert again.is_new is False
    assert files_below(root) == {"c/basics/p.svg": b"<svg/>", "c/basics/why.md": b"old"}


def test_a_step_without_its_main_file_is_refused(workspace, root):
    with pytest.raises(Invalid, match="has no file"):
        open_step(workspace, replace(READING, path="basics/other.md"))

    assert files_below(root) == {}


def test_a_file_that_nobody_changed_is_brought_up_to_date(workspace, root):
    open_step(workspace, READING)

    open_step(workspace, NEWER_READING)

    assert files_below(root) == {"c/basics/p.svg": b"<svg/>", "c/basics/why.md": b"new"}


def test_a_file_that_was_changed_stays_and_the_newer_one_is_beside_it(workspace, root):
    open_step(workspace, READING)
    (root / "c/basics/why.md").write_bytes(b"with my notes")

    open_step(workspace, NEWER_READING)
    open_step(workspace, NEWER_READING)
    open_step(workspace, replace(NEWER_READING, release="r3", files={"basics/why.md": b"newest"}))

    assert files_below(root) == {
        "c/basics/p.svg": b"<svg/>",
        "c/basics/why.md": b"with my notes",
        "c/basics/why (new version).md": b"newest",
    }


@pytest.mark.parametrize(
    "record", [None, b"", b"{", b"[]", b'{"format": 2}', b"[" * 10**6, b" " * (5 * 2**20)]
)
def test_with_a_broken_record_nothing_counts_as_the_courses(workspace, root, record):
    open_step(workspace, READING)
    place = root / "c" / RECORD_NAME
    place.unlink() if record is None else place.write_bytes(record)

    open_step(workspace, NEWER_READING)

    assert (root / "c/basics/why.md").read_bytes() == b"old"
    assert (root / "c/basics/why (new version).md").read_bytes() == b"new"


@pytest.mark.parametrize(
    "files", [7, [], {"basics/why.md": 7}, {"basics/why.md": "x"}, {"../x": "0" * 64}]
)
def test_a_forged_record_does_no_harm(workspace, root, files):
    open_step(workspace, READING)
    record = {"format": 1, "files": files, "notebooks": {"x": 1, "y": {"release": []}}}
    (root / "c" / RECORD_NAME).write_text(json.dumps(record))

    open_step(workspace, NEWER_READING)

    assert (root / "c/basics/why.md").read_bytes() == b"old"


def test_a_record_that_is_a_link_is_neither_read_nor_written(workspace, root, tmp_path):
    (root / "c").mkdir()
    (tmp_path / "secret").write_text("mine")
    (root / "c" / RECORD_NAME).symlink_to(tmp_path / "secret")

    open_step(workspace, READING)

    assert (tmp_path / "secret").read_text() == "mine"


def test_a_notebook_keeps_the_files_of_its_own_release(workspace, root):
    open_step(workspace, a_bundle())

    placed = open_step(workspace, a_bundle("r2", data=b"2"))

    assert placed.is_new is False
    assert (
        json.loads((root / NOTEBOOK).read_text())["metadata"]["jupyter_hybrid"]["release"] == "r1"
    )
    assert (root / "c/basics/data.csv").read_bytes() == b"1"


@pytest.mark.parametrize("is_renamed", [True, False])
def test_a_folder_that_was_deleted_or_renamed_comes_back(workspace, root, is_renamed):
    open_step(workspace, a_bundle())
    (root / "c").rename(root / "mine") if is_renamed else os.system(f"rm -r '{root}/c'")

    placed = open_step(workspace, a_bundle("r2", data=b"2"))

    assert placed.is_new is True
    assert (root / "c/basics/data.csv").read_bytes() == b"2"
    assert (root / "mine/basics/data.csv").exists() is is_renamed


# Resetting.


def test_a_reset_puts_a_fresh_copy_there_and_keeps_the_learners(workspace, root):
    open_step(workspace, a_bundle())
    (root / NOTEBOOK).write_text("my work")
    (root / "c/basics/data.csv").write_text("my data")

    replaced = workspace.reset(a_bundle("r2", data=b"2"), folder="c", at=AT)

    assert (replaced.path, replaced.kept_as) == (NOTEBOOK, MINE)
    assert files_below(root) == {
        NOTEBOOK: a_copy(release="r2").encode(),
        MINE: b"my work",
        "c/basics/data.csv": b"2",
        f"c/basics/data (my copy {STAMP}).csv": b"my data",
    }


@pytest.mark.parametrize("has_links", [True, False])
def test_copies_of_the_same_minute_have_names_of_their_own(root, has_links):
    def no_link(source, target):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    workspace = FolderWorkspace(root, link=os.link if has_links else no_link)
    open_step(workspace, a_bundle())
    kept = []
    for number in range(3):
        (root / NOTEBOOK).write_text(f"work {number}")
        kept.append(workspace.reset(a_bundle(), folder="c", at=AT).kept_as)

    assert kept == [MINE, MINE.replace(STAMP, f"{STAMP}, 2"), MINE.replace(STAMP, f"{STAMP}, 3")]
    assert [(root / name).read_text() for name in kept] == ["work 0", "work 1", "work 2"]
    assert not [name for name in files_below(root) if Path(name).name.startswith(".")]


def test_a_copy_that_is_as_it_was_handed_out_needs_no_keeping(workspace, root):
    open_step(workspace, a_bundle())

    replaced = workspace.reset(a_bundle(), folder="c", at=AT)

    assert replaced.kept_as is None
    assert len(files_below(root)) == 2


def test_a_reading_is_reset_and_updated_alike(workspace, root):
    for act in (workspace.reset, workspace.merge):
        open_step(workspace, READING)
        (root / "c/basics/why.md").write_bytes(b"with my notes")

        replaced = act(NEWER_READING, folder="c", at=AT)

        assert (root / replaced.kept_as).read_bytes() == b"with my notes"
        assert (root / replaced.path).read_bytes() == b"new"


def test_a_notebook_of_50_mb_is_reset_without_being_read(workspace, root):
    open_step(workspace, a_bundle())
    with (root / NOTEBOOK).open("wb") as stream:
        stream.truncate(50 * 2**20)

    replaced = workspace.reset(a_bundle(), folder="c", at=AT)

    assert (root / replaced.kept_as).stat().st_size == 50 * 2**20


# Updating.


def test_an_update_takes_answers_over_and_keeps_the_copy(workspace, root):
    open_step(workspace, a_bundle(copy=a_copy(extra=["old"])))
    answered = a_copy("f = 2", extra=["old"])
    (root / NOTEBOOK).write_text(answered)

    newer = a_bundle("r2", data=b"2", copy=a_copy(release="r2", extra=["new"]))
    replaced = workspace.merge(newer, folder="c", at=AT)

    merged = json.loads((root / NOTEBOOK).read_text())
    assert [cell["source"] for cell in merged["cells"]] == [["f = 2"], ["new"]]
    assert (replaced.added, replaced.removed, replaced.n_answers) == (("new",), ("old",), 1)
    assert (root / replaced.kept_as).read_text() == answered
    assert (root / "c/basics/data.csv").read_bytes() == b"2"
    assert open_step(workspace, newer).is_new is False


HOSTILE = {
    "no JSON": b"my work",
    "50 MB": b" " * (50 * 2**20),
    "deep": b'{"nbformat": 4, "cells": ' + b"[" * 10**5,
    "odd": b'{"nbformat": 4, "cells": [7]}',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_notebook_that_cannot_be_merged_is_not_touched(workspace, root, content):
    open_step(workspace, a_bundle())
    (root / NOTEBOOK).write_bytes(content)

    with pytest.raises(Invalid, match="your notebook was not touched"):
        workspace.merge(a_bundle("r2", data=b"2"), folder="c", at=AT)

    assert files_below(root) == {NOTEBOOK: content, "c/basics/data.csv": b"1"}


# What can be in the way of both.

ACTS = pytest.mark.parametrize("act", ["reset", "merge"])


@ACTS
def test_a_step_that_is_not_there_is_said(workspace, root, act):
    with pytest.raises(NotFound, match=r"is not in your folder.*Open the step"):
        getattr(workspace, act)(a_bundle(), folder="c", at=AT)

    assert files_below(root) == {}


@ACTS
def test_a_folder_or_a_pipe_in_the_place_of_the_notebook_is_said(workspace, root, act):
    open_step(workspace, a_bundle())
    (root / NOTEBOOK).unlink()
    for make in (Path.mkdir, os.mkfifo):
        make(root / NOTEBOOK)
        with pytest.raises(Conflict, match=r"rename it and try again"):
            getattr(workspace, act)(a_bundle("r2"), folder="c", at=AT)
        (root / NOTEBOOK).rename(root / make.__name__)


@ACTS
def test_a_link_out_of_the_root_folder_is_refused(workspace, root, tmp_path, act):
    open_step(workspace, a_bundle())
    (root / "c").rename(tmp_path / "outside")
    (root / "c").symlink_to(tmp_path / "outside")
    before = files_below(tmp_path / "outside")

    with pytest.raises(NotAllowed, match="symbolic link"):
        getattr(workspace, act)(a_bundle("r2", data=b"2"), folder="c", at=AT)

    assert files_below(tmp_path / "outside") == before


@ACTS
def test_a_notebook_that_is_a_link_is_replaced_and_its_target_stays(workspace, root, act):
    open_step(workspace, a_bundle())
    (root / NOTEBOOK).rename(root / "real.ipynb")
    (root / NOTEBOOK).symlink_to(root / "real.ipynb")
    (root / "real.ipynb").write_text(a_copy("f = 2"))

    replaced = getattr(workspace, act)(a_bundle("r2"), folder="c", at=AT)

    assert (root / "real.ipynb").read_text() == a_copy("f = 2")
    assert (root / replaced.kept_as).read_text() == a_copy("f = 2")
    assert not (root / NOTEBOOK).is_symlink()


@ACTS
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_full_disk_or_read_only_folder_is_said_and_nothing_is_lost(root, act, number):
    open_step(FolderWorkspace(root), a_bundle())
    (root / NOTEBOOK).write_text(a_copy("f = 2"))
    before = files_below(root)

    def refuse(file, content):
        raise OSError(number, os.strerror(number))

    with pytest.raises(Unavailable, match=re.escape(os.strerror(number))) as raised:
        getattr(FolderWorkspace(root, write=refuse), act)(a_bundle("r2"), folder="c", at=AT)

    assert "everything that was there is as it was" in raised.value.message
    assert files_below(root) == before


class _Crash(BaseException):
    """The server is killed."""


@ACTS
@pytest.mark.parametrize("n_steps", range(1, 9))
def test_a_crash_at_any_moment_loses_nothing(root, act, n_steps):
    open_step(FolderWorkspace(root), a_bundle())
    (root / NOTEBOOK).write_text(a_copy("f = 2"))
    left = n_steps

    def count():
        nonlocal left
        left -= 1
        if left == 0:
            raise _Crash

    def write(file, content):
        count()
        write_new(file, content)
        count()

    def link(source, target):
        count()
        os.link(source, target)
        count()

    workspace = FolderWorkspace(root, write=write, link=link)
    with contextlib.suppress(_Crash):
        getattr(workspace, act)(a_bundle("r2", data=b"2"), folder="c", at=AT)

    assert a_copy("f = 2").encode() in files_below(root).values()
    assert (root / NOTEBOOK).exists()
