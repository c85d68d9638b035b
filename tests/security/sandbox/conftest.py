"""Places to try a sandbox in."""

import functools
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

if sys.platform == "linux":
    from security.sandbox.confining import make_place

    from jupyter_hybrid.grading.worker.sandbox import Level, probe

    highest = functools.cache(lambda: probe().level)


@pytest.fixture(scope="session")
def new_place():
    """Return a function that makes places which any user can reach: pytest's own are closed."""
    folders: list[Path] = []

    def make():
        folders.append(Path(tempfile.mkdtemp(prefix="hybrid-sandbox-")))
        folders[-1].chmod(0o755)
        return make_place(folders[-1] / "place")

    yield make
    for folder in folders:
        shutil.rmtree(folder)


@pytest.fixture
def place(new_place):
    return new_place()


@pytest.fixture(scope="session")
def needs():
    """Skip what this machine has no level for."""

    def check(level: int) -> None:
        if level > highest():
            pytest.skip(f"no {Level(level).name} here")

    return check
