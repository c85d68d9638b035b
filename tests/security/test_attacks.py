"""No hostile submission scores, harms a neighbour, leaves anything or learns a secret."""

import functools
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has a sandbox", allow_module_level=True)

from security.attacks import ALL
from security.attacks.attack import OTHER, ROOT
from security.attacks.everywhere import CORE, is_tried
from security.confined import complaints, is_alone

from jupyter_hybrid.grading.worker.sandbox import Level, probe

USERS = (ROOT, OTHER) if os.getuid() == 0 else (OTHER,)
HIGHEST = probe().level


def _names(user: str, level: int) -> list[str]:
    """Return the attacks to try, also those that nothing stops yet at this level."""
    tried = [name for name in ALL if is_tried(name, user=user, level=level)]
    return [name for name in tried if not (ALL[name].is_too_wild and _is_unsafe(name, user, level))]


def _is_unsafe(name: str, user: str, level: int) -> bool:
    return not is_alone() or level < ALL[name].level_for(user)


CASES = [
    (name, user, int(level))
    for user in USERS
    for level in Level
    if level <= HIGHEST
    for name in _names(user, level)
]
STOPPED = [case for case in CASES if case[2] >= ALL[case[0]].level_for(case[1])]
GETS_THROUGH = [case for case in CASES if case[2] == ALL[case[0]].level_for(case[1]) - 1]


def _named(cases):
    return [pytest.param(*case, id="-".join(map(str, case))) for case in cases]


@pytest.fixture(scope="module")
def found(request):
    """Return what the bench of a user and a level says; those that will be asked work ahead."""
    asked = {}
    for item in request.session.items:
        if item.fspath == request.node.fspath and hasattr(item, "callspec"):
            name, user, level = (item.callspec.params.get(k) for k in ("name", "user", "level"))
            asked.setdefault((user, level), []).extend([name] if name else [])
    with ThreadPoolExecutor(2) as pool:
        benches = {
            (user, level): pool.submit(complaints, names, user=user, level=level)
            for (user, level), names in asked.items()
            if user is not None
        }
        yield functools.cache(lambda user, level: benches[user, level].result())
        for bench in benches.values():
            bench.cancel()


@pytest.mark.parametrize(("name", "user", "level"), _named(STOPPED))
def test_an_attack_gives_nothing_and_harms_nobody(found, name, user, level):
    said = found(user, level)

    assert name in said, said["log"]
    assert said[name] == []


@pytest.mark.parametrize(("name", "user", "level"), _named(GETS_THROUGH))
def test_without_its_layer_an_attack_gets_through(found, name, user, level):
    said = found(user, level)

    assert name in said, said["log"]
    assert said[name] != [], ALL[name].why


@pytest.mark.parametrize(("user", "level"), sorted({case[1:] for case in CASES}))
def test_an_engine_leaves_nothing_when_it_is_closed(found, user, level):
    said = found(user, level)

    assert said[""] == [], said["log"]


def test_the_core_of_the_attacks_is_what_its_list_says():
    assert ALL.keys() >= CORE
    assert len(ALL) >= 50
