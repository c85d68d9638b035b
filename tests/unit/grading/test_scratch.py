"""The folder that a grading lives in."""

import pytest

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.grading.kernels.scratch import Scratch


@pytest.fixture
def scratch():
    scratch = Scratch()
    yield scratch
    scratch.remove()


def test_files_lie_around_the_notebooks_folder(scratch):
    place = scratch.fill({"m/data/x.csv": b"1"}, folder="m/step")

    assert (place / "../data/x.csv").read_bytes() == b"1"
    assert place.is_relative_to(scratch.work)


@pytest.mark.parametrize("folder", ["", "."])
def test_a_notebook_without_a_folder_lies_at_the_top(scratch, folder):
    assert scratch.fill({}, folder=folder) == scratch.work


@pytest.mark.parametrize("path", ["..", "../x", "/x", "a/../x", "a\0", "a\\..\\x", "C:x", "", "."])
def test_a_path_that_leaves_is_refused(scratch, path):
    with pytest.raises(Invalid, match="outside"):
        scratch.fill({path: b""}, folder=".")


def test_a_folder_that_leaves_is_refused(scratch):
    with pytest.raises(Invalid, match="outside"):
        scratch.fill({}, folder="../x")


def test_only_what_programs_need_is_in_the_environment(scratch, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "t")
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("TZ", "UTC")

    environment = scratch.environment()

    assert not {"JUPYTER_TOKEN", "JPY_PARENT_PID", "AWS_SECRET_ACCESS_KEY"} & environment.keys()
    assert environment["TZ"] == "UTC"
    assert environment["OMP_NUM_THREADS"] == "1"
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        assert environment[name].startswith(str(scratch.path))


def test_nobody_else_can_look_into_it(scratch):
    assert scratch.path.stat().st_mode & 0o077 == 0


def test_all_is_removed_and_nothing_outside_of_it(scratch, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o755)
    (scratch.work / "link").symlink_to(outside)
    locked = scratch.work / "locked" / "in"
    locked.mkdir(parents=True)
    (locked / "file").write_bytes(b"")
    locked.chmod(0)
    locked.parent.chmod(0)

    scratch.remove()
    scratch.remove()

    assert not scratch.path.exists()
    assert outside.stat().st_mode & 0o777 == 0o755
