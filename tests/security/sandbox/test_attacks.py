"""Every attack is stopped from its level on, and gets through one level lower."""

import errno
import functools
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has a sandbox", allow_module_level=True)

from security.sandbox import attacks_on_files, attacks_on_processes, attacks_on_the_kernel
from security.sandbox.attack import ATTACKS, EVERYBODY
from security.sandbox.confining import ask_all

from jupyter_hybrid.grading.worker.sandbox import Level

IS_STOPPED = {errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS, errno.ENOSPC, errno.ENOSYS}
IS_STOPPED |= {errno.EXDEV, errno.ESRCH, errno.EINVAL}


@pytest.fixture(scope="session")
def outcomes(new_place, needs):
    @functools.cache
    def of(user: str, level: int):
        needs(level)
        runs = {name: attack.run for name, attack in ATTACKS.items()}
        sizes = {"scratch_bytes": 1 << 20, "scratch_files": 100}
        return ask_all(runs, place=new_place(), level=level, user=user, **sizes)

    return of


TRIED = (attacks_on_files, attacks_on_processes, attacks_on_the_kernel)
"""Importing them fills ATTACKS."""
STOPPED = [
    pytest.param(name, user, level, id=f"{name}-{user}-{level.name}")
    for name, attack in ATTACKS.items()
    for user in EVERYBODY
    for level in Level
    if level >= attack.stopped_from
]
GETS_THROUGH = [
    pytest.param(name, user, attack.stopped_from - 1, id=f"{name}-{user}")
    for name, attack in ATTACKS.items()
    for user in attack.works_for
]


@pytest.mark.parametrize(("name", "user", "level"), STOPPED)
def test_an_attack_is_stopped(outcomes, name, user, level):
    outcome = outcomes(user, level)[name]

    assert "value" not in outcome
    assert outcome.get("signal") or outcome["errno"] in IS_STOPPED, outcome


@pytest.mark.parametrize(("name", "user", "level"), GETS_THROUGH)
def test_without_its_layer_the_attack_works(outcomes, name, user, level):
    outcome = outcomes(user, level)[name]

    assert "value" in outcome, outcome
