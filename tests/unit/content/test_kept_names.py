"""What copies beside a learner's files are called, however odd the files' names are."""

from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest

from jupyter_hybrid.content.learner_files import kept_names, newer_names

AT = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
STAMP = f"{AT.astimezone():%Y-%m-%d %H.%M}"


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("a.ipynb", "a (", ").ipynb"),
        ("Makefile", "Makefile (", ")"),
        ("🚀 שלום.csv", "🚀 שלום (", ").csv"),
        (f"{'ü' * 120}.ipynb", "üü", ").ipynb"),
        (f"a.{'y' * 253}", "a.yy", ")"),
        ("data.tar.gz", "data.tar (", ").gz"),
    ],
)
def test_a_copy_is_told_from_its_file_and_can_be_written(tmp_path, name, begins, ends):
    path = PurePosixPath("m", name)

    copies = [*kept_names(path, at=AT), *newer_names(path)]

    assert len({path, *copies}) == 101
    for copy in copies:
        assert copy.name.startswith(begins)
        assert copy.name.endswith(ends)
        (tmp_path / copy.name).write_text("x")
    assert f"(my copy {STAMP}, 2)" in copies[1].name
    assert "(new version)" in copies[50].name
