"""A scratch is removed by whoever made it, whatever a learner did to its folders."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from jupyter_hybrid.grading.worker import scratch_files

NOBODY = 65_534
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks a process")


def as_nobody(act) -> bool:
    """Return whether `act` succeeds in a process without any privilege."""
    process = os.fork()
    if process == 0:
        try:
            if os.geteuid() == 0:
                os.setresuid(NOBODY, NOBODY, NOBODY)
            os._exit(0 if act() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def test_what_was_made_unreadable_is_removed_without_any_privilege():
    def act() -> bool:
        scratch = Path(tempfile.mkdtemp())
        inner = scratch / "a" / "b" / "c"
        inner.mkdir(parents=True)
        (inner / "file").write_text("x")
        for folder in (inner, inner.parent, inner.parent.parent, scratch):
            folder.chmod(0)
        scratch_files.remove(scratch)
        return not scratch.exists()

    assert as_nobody(act)


def test_a_tree_deeper_than_any_path_is_removed(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    back = os.open(".", os.O_RDONLY)
    os.chdir(scratch)
    for _ in range(1200):
        Path("deep").mkdir()
        os.chdir("deep")
    os.fchdir(back)

    scratch_files.remove(scratch)

    assert not scratch.exists()


def test_a_link_is_removed_and_what_it_points_to_stays(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o555)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (scratch / "link").symlink_to(outside)

    scratch_files.remove(scratch)

    assert not scratch.exists()
    assert outside.stat().st_mode & 0o777 == 0o555


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "link/x"])
def test_files_stay_inside(tmp_path, name):
    work = tmp_path / "work"
    work.mkdir()
    (work / "link").symlink_to(tmp_path)

    with pytest.raises(ValueError, match="not below"):
        scratch_files.write_files(work, {name: b""})
