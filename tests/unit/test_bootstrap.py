"""How a program is put together."""

import pytest

from fakes.grader import FakeGrader
from jupyter_hybrid.bootstrap import Settings, build_program
from jupyter_hybrid.domain.errors import Unavailable


def settings(tmp_path):
    return Settings(course_dirs=[], data_dir=tmp_path / "data", root_dir=tmp_path)


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o750), (0o777, 0o770), (0o700, 0o700)])
@pytest.mark.asyncio
async def test_a_data_folder_that_was_there_is_shut_for_others(tmp_path, before, after):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(before)

    program = build_program(settings(tmp_path), grader=FakeGrader({}))
    await program.stop()

    assert folder.stat().st_mode & 0o777 == after


def test_a_data_folder_that_cannot_be_made_says_what_to_do(tmp_path):
    (tmp_path / "data").write_text("in the way")

    with pytest.raises(Unavailable, match=r"choose another with --HybridApp\.data_dir"):
        build_program(settings(tmp_path), grader=FakeGrader({}))
