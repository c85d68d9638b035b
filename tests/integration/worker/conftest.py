"""One zygote for all tests of the worker processes."""

import sys
import tempfile
from pathlib import Path

import pytest
from worker_engine import Zygote

if sys.platform != "linux":
    collect_ignore = ["test_zygote.py", "test_learner.py", "test_watching.py", "test_levels.py"]


@pytest.fixture(scope="session")
def zygote():
    # Not pytest's own folder: started as root, its processes become users who may not pass there.
    with tempfile.TemporaryDirectory() as root:
        zygote = Zygote(Path(root), imports=("json", "no_such_module_here"))
        yield zygote
        zygote.close()


@pytest.fixture
def start(zygote):
    """Return a function that starts a pair and begins its work."""
    pairs = []

    def start(*, begin=None, **confinement):
        pair = zygote.pair(**confinement)
        pairs.append(pair)
        pair.wait_for("ready")
        if begin is not False:
            assert pair.begin(**(begin or {}))["ok"]
        return pair

    yield start
    for pair in pairs:
        pair.close()
        zygote.wait_for(ended=pair.number)


@pytest.fixture
def learner(start):
    return start()
