"""What the wheel brings works in a folder that knows no clone."""

import subprocess
import sys
from pathlib import Path

import pytest

# Isolated: neither this checkout nor the environment's variables are on the path.
HYBRID = (sys.executable, "-I", "-m", "jupyter_hybrid")


@pytest.fixture
def hybrid(tmp_path):
    """Return a function that runs the installed command in an empty folder."""

    def hybrid(*arguments):
        return subprocess.run(
            [*HYBRID, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        )

    return hybrid


def test_the_program_that_is_tried_is_the_installed_one(tmp_path):
    where = subprocess.run(
        [sys.executable, "-I", "-c", "import jupyter_hybrid; print(jupyter_hybrid.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "site-packages" in Path(where).parts


def test_a_new_course_is_made_checked_and_released_outside_of_any_clone(hybrid, tmp_path):
    hybrid("new", "my_course", "--title", "Temperaturen 🌡")
    linted = hybrid("lint", "my_course")
    released = hybrid("release", "my_course", "out", "--no-run")

    assert "nothing is wrong with it" in linted.stdout
    assert "Proved" in released.stdout
    assert list((tmp_path / "out").rglob("*.ipynb"))
