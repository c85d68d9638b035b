"""Shows what a grading leaves behind."""

import contextlib
from pathlib import Path

import psutil


def processes_in(folder: Path) -> list[str]:
    """Return the commands of processes that live in `folder` or name it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            command = " ".join(process.cmdline())
            home = process.environ().get("HOME", "")
            if str(folder) in command or home.startswith(str(folder)):
                found.append(command)
    return found


def until_no_process_in(folder: Path, *, within_s: float = 10.0) -> None:
    """Wait until the last process of `folder` is gone."""
    gone, alive = psutil.wait_procs(
        [p for p in psutil.process_iter() if _is_in(p, folder)], timeout=within_s
    )
    assert not alive, (gone, alive)


def _is_in(process: psutil.Process, folder: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return str(folder) in " ".join(process.cmdline())
    return False
