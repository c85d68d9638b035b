"""What each part of locking a process down costs, measured in processes that are locked down."""

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.grading.limits import MOST
from jupyter_hybrid.grading.split.confining import Permissions, confinement
from jupyter_hybrid.grading.worker import scratch_files
from jupyter_hybrid.grading.worker.sandbox import (
    Confinement,
    Level,
    credentials,
    landlock,
    namespaces,
    private_root,
    probe,
    seccomp,
    set_limits,
    warm_up,
)
from jupyter_hybrid.grading.worker.surroundings import surroundings

Step = tuple[str, Callable[[], object]]


def parts(*, n: int) -> dict[str, list[float]]:
    """Return the milliseconds of each part by its name, in `n` processes."""
    found: dict[str, list[float]] = {}
    highest = int(probe().level)
    for level in (2, 3):
        if level > highest:
            continue
        told = _confinement(level)
        warm_up(told)
        for _ in range(n):
            for name, ms in _in_child(told).items():
                found.setdefault(name, []).append(ms)
    return found


def _confinement(level: int) -> Confinement:
    told = confinement(
        Permissions(),
        level=level,
        number=1,
        is_root=os.getuid() == 0,
        about=surroundings(),
        hidden=(),
    )
    return Confinement.from_json(told)


def _in_child(told: Confinement) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-layers-", ignore_cleanup_errors=True) as made:
        scratch = Path(made)
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                os.write(writing, json.dumps(_timed(told, scratch=scratch)).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as end:
            said = end.read()
        os.waitpid(process, 0)
    return dict(json.loads(said or "{}"))


def _timed(told: Confinement, *, scratch: Path) -> dict[str, float]:
    return _as_a3(told, scratch) if told.level >= Level.A3 else _as_a2(told, scratch)


def _as_a2(told: Confinement, scratch: Path) -> dict[str, float]:
    owners = {"learner": (told.uid, told.uid)} if told.uid is not None else {}
    scratch_files.furnish(scratch, owners=owners)  # type: ignore[arg-type]
    rules: list[int] = []
    steps: list[Step] = [
        ("limits (A0)", lambda: set_limits(MOST.rlimits())),
        (
            "Landlock: rules (A2)",
            lambda: rules.append(landlock.prepare(told, scratch=scratch, role="learner")),
        ),
        ("another user, no capabilities (A0)", lambda: credentials.become(told, role="learner")),
        ("no new privileges (A1)", credentials.gain_no_privileges),
        ("Landlock: enforced (A2)", lambda: landlock.enforce(rules[0])),
        (
            "seccomp (A1)",
            lambda: seccomp.install(seccomp.program(seccomp.permissions_of(told), pid=os.getpid())),
        ),
    ]
    return dict(map(_time, steps))


def _as_a3(told: Confinement, scratch: Path) -> dict[str, float]:
    step = ("namespaces (A3)", lambda: namespaces.isolate(told, scratch=scratch))
    found = dict([_time(step)])
    scratch_files.furnish(scratch, owners={})
    reading, writing = os.pipe()
    if os.fork() == 0:  # the first process of the namespace
        name, ms = _time(
            (
                "private root (A3)",
                lambda: private_root.enter(told, scratch=scratch, role="tester"),
            )
        )
        os.write(writing, json.dumps({name: ms}).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as end:
        return found | json.loads(end.read() or "{}")


def _time(step: Step) -> tuple[str, float]:
    began = time.perf_counter()
    step[1]()
    return step[0], 1000 * (time.perf_counter() - began)
