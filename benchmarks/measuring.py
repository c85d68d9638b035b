"""Runs programs and says what they cost: seconds, processor time, memory of all their processes."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

MIB = 2**20
_SAMPLE_S = 0.4
_N_PER_SHARED = 4
"""Counting shared pages takes milliseconds for each process, and the process waits for it."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PACKAGES = ("jupyter_server", "ipykernel", "nbgrader", "numpy", "pandas", "matplotlib")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program cost.

    Parameters
    ----------
    wall_s, cpu_s
        Seconds from start to end, and of processors, with all processes that it started.
    rss_mib, pss_mib
        The most memory that all its processes had at one time: what each sees, and with pages that
        they share counted once.
    lines
        What it printed, each with the seconds since its start.
    status
        Exit status.
    """

    wall_s: float
    cpu_s: float
    rss_mib: float
    pss_mib: float
    lines: tuple[tuple[float, str], ...]
    status: int

    @property
    def text(self) -> str:
        """What it printed."""
        return "\n".join(line for _, line in self.lines)

    @property
    def told(self) -> dict[str, Any]:
        """The JSON object that it printed as a line of its own."""
        found = next(line for _, line in reversed(self.lines) if line.startswith("{"))
        return dict(json.loads(found))


def cost_of(
    command: Sequence[str], *, folder: Path, variables: Mapping[str, str] | None = None
) -> Cost:
    """Run a program to its end and return what it cost.

    Raises
    ------
    RuntimeError
        If it fails; with the end of what it printed.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as nothing:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=nothing,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    memory = MemoryWatch(process.pid)
    lines = []
    with memory:
        for line in process.stdout or ():
            lines.append((time.perf_counter() - started, line.rstrip("\n")))  # noqa: PERF401  live
        _, waited, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(waited)
    cost = Cost(
        wall_s,
        usage.ru_utime + usage.ru_stime,
        memory.rss_mib,
        memory.pss_mib,
        tuple(lines),
        process.returncode,
    )
    if cost.status != 0:
        raise RuntimeError(f"{' '.join(command)[:300]} failed:\n{cost.text[-3000:]}")
    return cost


class MemoryWatch:
    """Samples the memory of a process and of all below it, as long as it is entered."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self.rss_mib = 0.0
        self.pss_mib = 0.0

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _sample(self) -> None:
        number = 0
        while not self._is_over.wait(_SAMPLE_S):
            pids = tree_of(self._pid)
            self.rss_mib = max(self.rss_mib, sum(map(resident_of, pids)))
            if number % _N_PER_SHARED == 1:
                self.pss_mib = max(self.pss_mib, memory_of(pids))
            number += 1


def tree_of(pid: int) -> list[int]:
    """Return `pid` and all processes below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def resident_of(pid: int) -> float:
    """Return MiB that a process sees; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / MIB
    except OSError:
        return 0.0


def memory_of(pids: Iterable[int]) -> float:
    """Return MiB of processes together, with pages that they share counted once."""
    kib = 0
    for pid in pids:
        with suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kib += sum(int(line.split()[1]) for line in text.split("\n") if line[:4] == "Pss:")
    return kib / 1024


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all values do not exceed.

    Examples
    --------
    >>> quantile([3, 1, 2], 0.5), quantile(range(1, 101), 0.95)
    (2, 95)
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def machine() -> list[str]:
    """Return what is known of this machine, in lines."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().split("\n")
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = psutil.virtual_memory()
    load = os.getloadavg()[0]
    return [
        f"{len(os.sched_getaffinity(0))} processors ({model}), {memory.total / 2**30:.0f} GiB",
        (
            f"Linux {platform.release()}, Python {platform.python_version()}, "
            f"user {os.getuid()}, temporary files on {_kind_of(tempfile.gettempdir())}"
        ),
        ", ".join(f"{name} {_version(name)}" for name in _PACKAGES),
        f"load before the first measurement {load:.1f}",
    ]


Ticks = tuple[float, float]


def ticks() -> Ticks:
    """Return seconds of processors since the start: those that others had, and all."""
    times = psutil.cpu_times()
    return times.steal, sum(times[:8])


def stolen(since: Ticks) -> float:
    """Return which share of processor time the host gave to others."""
    now = ticks()
    return (now[0] - since[0]) / max(1e-9, now[1] - since[1])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _kind_of(folder: str) -> str:
    mounts = psutil.disk_partitions(all=True)
    holding = [one for one in mounts if Path(folder).is_relative_to(one.mountpoint)]
    return max(holding, key=lambda one: len(one.mountpoint)).fstype if holding else "?"


def progress(text: str) -> None:
    """Say on standard error what is being measured."""
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
