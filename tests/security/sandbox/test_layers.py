"""Each layer alone, and what the steps promise."""

import json
import os
import resource
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has a sandbox", allow_module_level=True)

from security.sandbox.confining import ask, ask_all, confinement_for, in_child

from jupyter_hybrid.grading.worker.sandbox import (
    Confinement,
    Level,
    credentials,
    landlock,
    lock_down,
    paths,
    probe,
    seccomp,
    set_limits,
    syscalls,
)

WITHOUT_FILTER = {"scratch_bytes": 1 << 20}


@pytest.fixture
def behind_landlock(place, needs):
    """Return what a function answers behind Landlock alone."""
    needs(Level.A2)
    confinement = confinement_for(place, level=Level.A2)

    def run(question, *, is_on=True):
        def locked():
            if is_on:
                rules = landlock.prepare(confinement, scratch=place.scratch, role="learner")
                credentials.gain_no_privileges()
                landlock.enforce(rules)
            return question()

        return in_child(locked)

    return run


def test_landlock_alone_stops_tcp(behind_landlock):
    if landlock.abi() < landlock.ABI_NETWORK:
        pytest.skip("this Landlock knows no network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def connect():
            socket.create_connection(("127.0.0.1", port)).close()

        assert behind_landlock(connect)["errno"] == 13
        assert "value" in behind_landlock(connect, is_on=False)


def test_landlock_alone_stops_abstract_sockets(behind_landlock):
    if not landlock.has_signal_scope():
        pytest.skip("this Landlock has no scopes")
    with socket.socket(socket.AF_UNIX) as server:
        name = b"\0hybrid-test-%d" % os.getpid()
        server.bind(name)
        server.listen()

        def connect():
            socket.socket(socket.AF_UNIX).connect(name)

        assert behind_landlock(connect)["errno"] == 1
        assert "value" in behind_landlock(connect, is_on=False)


def test_landlock_alone_stops_signals_to_others(behind_landlock):
    if not landlock.has_signal_scope():
        pytest.skip("this Landlock has no scopes")

    def signal_parent():
        os.kill(os.getppid(), 0)

    assert behind_landlock(signal_parent)["errno"] == 1
    assert "value" in behind_landlock(signal_parent, is_on=False)


def test_names_of_what_is_hidden_are_seen_only_where_imports_need_them(place, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(place.readable)])
    paths.readable_rules.cache_clear()

    rules = paths.readable_rules((str(place.folder),), (str(place.hidden.parent),))

    paths.readable_rules.cache_clear()
    assert paths.Rule(str(place.readable), is_names_only=True) in rules
    assert paths.Rule(str(place.readable / "open.txt")) in rules
    assert not any(paths.is_below(str(place.hidden), r.path) for r in rules if not r.is_names_only)
    assert str(place.folder) not in {rule.path for rule in rules}


def test_what_is_readable_below_something_hidden_stays_readable(place):
    inner = place.hidden.parent / "environment"
    inner.mkdir()

    rules = paths.readable_rules((str(place.readable), str(inner)), (str(place.hidden.parent),))

    assert {rule.path for rule in rules} == {str(place.readable / "open.txt"), str(inner)}


def test_a_link_in_a_folder_that_is_opened_up_opens_nothing(place):
    (place.readable / "way.txt").symlink_to(place.outside / "mine.txt")

    rules = paths.readable_rules((str(place.readable),), (str(place.hidden.parent),))

    assert {rule.path for rule in rules} == {str(place.readable / "open.txt")}


@pytest.mark.parametrize("level", [Level.A2, Level.A3], ids=lambda level: level.name)
def test_a_sandbox_shows_an_environment_below_something_hidden(place, needs, level):
    needs(level)
    inner = place.hidden.parent / "environment"
    inner.mkdir()
    (inner / "module.py").write_text("x = 1")
    readable = (*confinement_for(place, level=level).readable, str(inner))

    came = ask_all(
        {
            "inner": lambda _: (inner / "module.py").read_text(),
            "hidden": lambda p: p.hidden.read_bytes(),
        },
        place=place,
        level=level,
        readable=readable,
    )

    assert came["inner"]["value"] == "x = 1"
    assert "value" not in came["hidden"]


def test_an_environment_reached_by_a_link_is_found_in_a_private_root(place, needs):
    needs(Level.A3)
    (place.folder / "real").mkdir()
    (place.folder / "real" / "x.txt").write_text("x")
    (place.folder / "link").symlink_to("real")
    link = place.folder / "link" / "x.txt"
    readable = (*confinement_for(place, level=3).readable, str(link))

    assert ask(lambda _: link.read_text(), place=place, level=3, readable=readable) == "x"


@pytest.mark.parametrize("level", list(Level), ids=lambda level: level.name)
def test_nothing_can_be_gained_or_traced(place, needs, level):
    needs(level)

    status = ask(lambda _: Path("/proc/self/status").read_text(), place=place, level=level)

    facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert int(facts["CapEff"], 16) == int(facts["CapPrm"], 16) == int(facts["CapBnd"], 16) == 0
    assert facts["NoNewPrivs"] == ("1" if level else "0")
    assert facts["Seccomp"] == ("2" if level else "0")


def test_a_process_with_several_threads_is_not_locked_down(place, needs):
    needs(Level.A1)
    confinement = confinement_for(place, level=Level.A1)

    def lock_with_a_thread():
        ended = threading.Event()
        thread = threading.Thread(target=ended.wait)
        thread.start()
        try:
            lock_down(confinement, scratch=place.scratch, role="learner")
        finally:
            ended.set()

    assert "several threads" in in_child(lock_with_a_thread)["error"]


def test_a_level_the_kernel_lacks_is_refused(place, monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    confinement = confinement_for(place, level=Level.A2)

    came = in_child(lambda: lock_down(confinement, scratch=place.scratch, role="learner"))

    assert "no Landlock" in came["error"]


def test_the_probe_says_why_not(monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)

    found = probe()

    assert found.level == Level.A1
    assert "Landlock" in found.reasons["A2"]
    assert "A3" in found.reasons


def test_the_probe_is_quick():
    started = time.perf_counter()

    probe()

    assert time.perf_counter() - started < 1


def test_a_confinement_survives_its_way_to_the_worker():
    confinement = Confinement(level=2, readable=("/usr",), hidden=("/srv",), may_fork=True, uid=7)

    assert Confinement.from_json(json.loads(json.dumps(confinement.as_json()))) == confinement
    with pytest.raises(TypeError):
        Confinement.from_json({"level": 2, "readable": [], "may_fly": True})


def test_a_limit_cannot_be_lifted_again():
    def limited():
        set_limits({"NOFILE": 64, "FSIZE": 1000, "UNKNOWN": 3})
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (64, 64)
        set_limits({"NOFILE": 128})
        return resource.getrlimit(resource.RLIMIT_NOFILE)

    assert in_child(limited)["value"] == [64, 64]


def test_too_much_processor_time_ends_a_process_with_its_own_signal():
    def burn():
        set_limits({"CPU": 1})
        while True:
            pass

    assert in_child(burn)["signal"] == signal.SIGXCPU


@pytest.mark.parametrize("processor", seccomp.MACHINES.values(), ids=seccomp.MACHINES)
@pytest.mark.parametrize("is_allowed", [False, True])
def test_a_filter_is_well_formed_for_every_processor(processor, is_allowed):
    names = ("may_fork", "may_exec", "may_connect", "may_signal", "may_change_modes")
    permissions = seccomp.Permissions(**dict.fromkeys(names, is_allowed))

    steps = seccomp._steps(permissions, processor)

    assert len(steps) < 4096
    for place, (operation, if_true, if_false, _) in enumerate(steps):
        assert place + 1 + max(if_true, if_false) < len(steps) or operation == seccomp.RETURN
    assert steps[-1][0] == seccomp.RETURN


def test_every_processor_knows_every_call_that_matters():
    essential = {"socket", "clone", "clone3", "execve", "kill", "tgkill", "ptrace", "prctl"}
    essential |= {"seccomp", "pivot_root", "mount_setattr", "io_uring_setup", "bpf", "setns"}

    for numbers in (syscalls.X86_64, syscalls.AARCH64):
        assert essential <= numbers.keys()
        assert max(numbers.values()) <= syscalls.HIGHEST
        assert len(set(numbers.values())) == len(numbers)
