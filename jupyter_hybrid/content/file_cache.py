"""What was made of a file, for as long as the file stays as it is."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class FileCache(Generic[_Made]):
    """One value per file, made anew when the file changes; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[Path, tuple[tuple[int, ...], _Made]] = {}

    def get(self, path: Path, make: Callable[[], _Made]) -> _Made:
        """Return the value for the file as it is now.

        Parameters
        ----------
        make
            Called if the file is new or has changed. What it raises is not remembered.

        Raises
        ------
        OSError
            If there is no such file; besides, whatever `make` raises.
        """
        stamp = _stamp(path)
        with self._lock:
            entry = self._entries.get(path)
        if entry is not None and entry[0] == stamp:
            return entry[1]
        made = make()
        with self._lock:
            self._entries[path] = (stamp, made)
        return made


def _stamp(path: Path) -> tuple[int, ...]:
    # Inode and time of change tell apart what keeps its size and time of modification: a file put
    # in place by `mv`, or two writes within one tick of the clock with the time set back between.
    status = path.stat()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
