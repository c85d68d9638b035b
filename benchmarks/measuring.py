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
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

MIB = 2**20
_SAMPLE_S = 0.1
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
        while not self._is_over.is_set():
            rss, pss = memory_of(tree_of(self._pid))
            self.rss_mib = max(self.rss_mib, rss)
            self.pss_mib = max(self.pss_mib, pss)
            self._is_over.wait(_SAMPLE_S)


def tree_of(pid: int) -> list[int]:
    """Return `pid` and all processes below it."""
    try:
        top = psutil.Process(pid)
        return [pid, *(each.pid for each in top.children(recursive=True))]
    except psutil.Error:
        return []


def memory_of(pids: Iterable[int]) -> tuple[float, float]:
    """Return MiB of processes: resident, and with shared pages counted once."""
    rss = pss = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
        except OSError:
            continue
        for field in fields:
            name, _, rest = field.partition(":")
            if name in {"Rss", "Pss"}:
                kib = int(rest.split()[0])
                rss += kib * (name == "Rss")
                pss += kib * (name == "Pss")
    return rss / 1024, pss / 1024


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
