"""What an honest exercise needs works in the sandbox."""

import asyncio
import errno
import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zoneinfo
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux has a sandbox", allow_module_level=True)

from security.sandbox.confining import NOBODY, Place, ask, ask_all

from jupyter_hybrid.grading.worker.sandbox import Level, landlock

USERS = ("root", "nobody")
LEVELS = (Level.A0, Level.A1, Level.A2, Level.A3)


def run_threads(_: Place) -> list[int]:
    found: list[int] = []
    threads = [threading.Thread(target=found.append, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def use_temporary_files(place: Place) -> bool:
    tempfile.tempdir = str(place.scratch / "tmp")
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x")
        return Path(file.name).exists()


def copy_and_touch(place: Place) -> list[str]:
    (place.work / "a").mkdir()
    (place.work / "a" / "file").touch()
    shutil.copy2(place.work / "a" / "file", place.work / "b")
    shutil.copytree(place.work / "a", place.work / "c")
    shutil.move(place.work / "b", place.work / "a" / "moved")
    shutil.rmtree(place.work / "c")
    return sorted(path.name for path in place.work.rglob("*"))


def be_interrupted(_: Place) -> str:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        signal.raise_signal(signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        return "interrupted"
    return "not"


async def _later() -> int:
    await asyncio.sleep(0)
    return await asyncio.to_thread(lambda: 3)


def read_own_facts(_: Place) -> bool:
    return "VmSize" in Path("/proc/self/status").read_text() and bool(os.cpu_count())


HONEST = {
    "threads": (run_threads, [0, 1, 2, 3]),
    "temporary files": (use_temporary_files, True),
    "copies": (copy_and_touch, ["a", "file", "moved"]),
    "interrupts": (be_interrupted, "interrupted"),
    "asyncio": (lambda _: asyncio.run(_later()), 3),
    "time zones": (lambda _: zoneinfo.ZoneInfo("Europe/Berlin").key, "Europe/Berlin"),
    "randomness": (lambda _: len(os.urandom(4)) + int(random.SystemRandom().random()), 4),
    "the empty device": (lambda _: Path("/dev/null").write_text("x"), 1),
    "pairs of sockets": (lambda _: len(socket.socketpair()), 2),
    "own facts": (read_own_facts, True),
    "what is readable": (lambda p: (p.readable / "open.txt").read_text(), "open"),
    "late imports": (lambda _: __import__("wave").__name__, "wave"),
}


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
@pytest.mark.parametrize("user", USERS)
def test_an_honest_process_gets_what_it_needs(place, needs, user, level):
    needs(level)

    came = ask_all({k: run for k, (run, _) in HONEST.items()}, place=place, level=level, user=user)

    assert {name: said.get("value", said.get("trace", said)) for name, said in came.items()} == {
        name: expected for name, (_, expected) in HONEST.items()
    }


def use_science(_: Place) -> list[object]:
    import matplotlib as mpl  # noqa: PLC0415  the sandbox must let it be imported
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    frame = pd.DataFrame({"a": np.arange(3)})
    figure, axes = plt.subplots()
    axes.plot(frame["a"])
    figure.savefig("plot.png")
    return [int(frame["a"].sum()), Path("plot.png").stat().st_size > 1000]


@pytest.mark.parametrize(
    ("user", "level"), [("root", 2), ("root", 3), ("nobody", 2), ("nobody", 3)]
)
def test_arrays_frames_and_plots_work(place, needs, monkeypatch, user, level):
    needs(level)
    monkeypatch.setenv("MPLCONFIGDIR", str(place.scratch / "home"))

    assert ask(use_science, place=place, level=level, user=user) == [3, True]


def test_root_can_hand_a_learner_to_another_user(place, needs):
    needs(Level.A3)

    came = ask_all(
        {"ids": lambda _: [os.getuid(), os.getgid(), os.getgroups()], "write": copy_and_touch},
        place=place,
        level=Level.A3,
        uid=NOBODY,
        gid=NOBODY,
    )

    assert came["ids"]["value"] == [NOBODY, NOBODY, []]
    assert "value" in came["write"], came


def use_programs(_: Place) -> str:
    return subprocess.run(["/bin/echo", "hello"], capture_output=True, check=True, text=True).stdout


def use_a_pool(_: Place) -> list[int]:
    # Not `with`: that ends the workers by a signal, which needs a layer that keeps signals inside.
    pool = multiprocessing.get_context("fork").Pool(2)
    found = pool.map(abs, [-1, -2])
    pool.close()
    pool.join()
    return found


def stop_a_process(_: Place) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
    process.start()
    process.terminate()
    process.join()
    return process.exitcode


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
@pytest.mark.parametrize("user", USERS)
def test_processes_work_where_the_author_allows_them(place, needs, user, level):
    needs(level)
    permissions = {"may_fork": True, "may_exec": True}

    runs = {"program": use_programs, "pool": use_a_pool}
    came = ask_all(runs, place=place, level=level, user=user, **permissions)

    assert came["program"].get("value", came) == "hello\n"
    assert came["pool"].get("value", came) == [1, 2]


@pytest.mark.parametrize("level", [Level.A2, Level.A3], ids=lambda level: level.name)
@pytest.mark.parametrize("user", USERS)
def test_a_learner_may_stop_its_own_processes(place, needs, user, level):
    needs(level)
    if not landlock.has_signal_scope():
        pytest.skip("nothing keeps signals inside")

    runs = {"stop": stop_a_process, "others": lambda p: os.kill(p.supervisor, 0)}
    came = ask_all(runs, place=place, level=level, user=user, may_fork=True)

    assert came["stop"].get("value", came) == -signal.SIGTERM
    assert came["others"]["errno"] in {errno.EPERM, errno.ESRCH}


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_the_network_works_where_the_author_allows_it(place, needs, level):
    needs(level)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        def connect(_: Place) -> str:
            with socket.create_connection(address) as client:
                return client.recv(5).decode()

        def answer() -> None:
            connection, _ = server.accept()
            connection.sendall(b"hello")
            connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()

        assert ask(connect, place=place, level=level, may_connect=True) == "hello"


def test_the_network_is_never_another_service_of_this_machine(place, needs):
    needs(Level.A1)

    came = ask_all(
        {"unix": lambda _: socket.socket(socket.AF_UNIX).close()},
        place=place,
        level=Level.A1,
        may_connect=True,
    )

    assert came["unix"]["errno"] == 1


@pytest.mark.parametrize("level", [Level.A2, Level.A3], ids=lambda level: level.name)
def test_a_tester_reads_the_learners_files_and_writes_its_own(place, needs, level):
    needs(level)

    def write_where(place: Place) -> list[bool]:
        found = []
        for folder in ("tester", "work"):
            try:
                (place.scratch / folder / "x.txt").write_text("x")
                found.append(True)
            except OSError:
                found.append(False)
        return [*found, list(place.work.iterdir()) == []]

    came = ask_all({"tester": write_where}, place=place, level=level, role="tester")

    assert came["tester"]["value"] == [True, False, True]
