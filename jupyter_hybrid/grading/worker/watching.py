"""Measures what a pair of processes uses while it works: memory of all, bytes of its scratch."""

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from jupyter_hybrid.grading.worker.descendants import ProcessTable

INTERVAL_S = 0.05
_KIB = 1024


def memory_of(table: ProcessTable, processes: Iterable[int], *, base_bytes: int) -> int:
    """Return the bytes that `processes` have in memory, beyond `base_bytes` each.

    `base_bytes` is what a process shares with the one it was forked from. A page that a learner's
    processes share with each other counts for each of them: too much, never too little.
    """
    return sum(max(0, _own_bytes(table, process) - base_bytes) for process in processes)


def shared_fairly(table: ProcessTable, processes: Iterable[int]) -> int | None:
    """Return the bytes of `processes` with shared pages divided; None if the kernel won't say."""
    total = 0
    for process in processes:
        try:
            text = table.read(f"{process}/smaps_rollup")
        except PermissionError:
            return None
        except OSError:  # it has ended
            continue
        total += _sum_of(text, (b"Pss_Anon:", b"Pss_Shmem:"))
    return total or None


def _own_bytes(table: ProcessTable, process: int) -> int:
    try:
        return _sum_of(table.read(f"{process}/status"), (b"RssAnon:", b"RssShmem:"))
    except OSError:  # it has ended
        return 0


def _sum_of(text: bytes, labels: tuple[bytes, ...]) -> int:
    lines = (line.split() for line in text.splitlines())
    return sum(int(words[1]) * _KIB for words in lines if words and words[0] in labels)


def own_base(table: ProcessTable, process: int) -> int:
    """Return what a process that was just forked has in memory already."""
    return _own_bytes(table, process)


def memory_base() -> dict[str, int]:
    """Return how much this process has of what the limits ``AS`` and ``DATA`` count, in bytes."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:  # no Linux
        return {}
    size = os.sysconf("SC_PAGE_SIZE")
    return {"AS": int(pages[0]) * size, "DATA": int(pages[5]) * size}


def scratch_bytes(scratch: Path, *, enough: int) -> int:
    """Return how many bytes are on disk below `scratch`; stop counting above `enough`.

    A folder that was made unreadable is opened up again: nothing can be hidden in it.
    """
    total = 0
    waiting = [str(scratch)]
    while waiting and total <= enough:
        folder = waiting.pop()
        with contextlib.suppress(OSError):
            total += _count(folder, waiting)
    return total


def deleted_bytes(table: ProcessTable, processes: Iterable[int]) -> int:
    """Return the bytes of files without a name that `processes` hold open, in memory or on disk."""
    sizes: dict[tuple[int, int], int] = {}
    for process in processes:
        with contextlib.suppress(OSError):  # it has ended, or hides this from its own user
            for name in table.names(f"{process}/fd"):
                _note_deleted(table, f"{process}/fd/{name}", sizes)
    return sum(sizes.values())


def printed_bytes(table: ProcessTable, process: int | None) -> int:
    """Return the bytes that arrived at a process's two output descriptors, unless they lead on."""
    sizes: dict[tuple[int, int], int] = {}
    for name in () if process is None else (1, 2):
        _note_deleted(table, f"{process}/fd/{name}", sizes)
    return sum(sizes.values())


def _note_deleted(table: ProcessTable, path: str, sizes: dict[tuple[int, int], int]) -> None:
    with contextlib.suppress(OSError):
        facts = os.stat(path, dir_fd=table.fileno())
        if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 0:
            sizes[facts.st_dev, facts.st_ino] = facts.st_blocks * 512


def _count(folder: str, waiting: list[str]) -> int:
    total = 0
    with _opened(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                facts = entry.stat(follow_symlinks=False)
                total += facts.st_blocks * 512
                if stat.S_ISDIR(facts.st_mode):
                    waiting.append(entry.path)
    return total


def _opened(folder: str) -> "os._ScandirIterator[str]":
    try:
        return os.scandir(folder)
    except PermissionError:
        os.chmod(folder, 0o700)  # noqa: PTH101
        return os.scandir(folder)
