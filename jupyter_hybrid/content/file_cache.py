"""What was made of files, for as long as the files stay as they are."""

import os
import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

_Made = TypeVar("_Made")
_Stamp = tuple[int, ...]


class FileCache(Generic[_Made]):
    """One value per key, made anew when one of its files changes; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[Hashable, tuple[list[_Stamp], object, _Made]] = {}

    def get(
        self,
        key: Hashable,
        make: Callable[[], _Made],
        *,
        files: Sequence[str],
        also: object = None,
    ) -> _Made:
        """Return the value for the files as they are now.

        Parameters
        ----------
        make
            Called if a file is new or has changed. What it raises is not remembered.
        files
            Their paths as text: a course home asks for thousands, and `Path` is slow.
        also
            What else the value depends on, to be compared.

        Raises
        ------
        OSError
            If there is no such file; besides, whatever `make` raises.
        """
        stamps = [_stamp(file) for file in files]
        with self._lock:
            entry = self._entries.get(key)
        if entry is not None and entry[0] == stamps and entry[1] == also:
            return entry[2]
        made = make()
        with self._lock:
            self._entries[key] = (stamps, also, made)
        return made


def _stamp(file: str) -> _Stamp:
    # Inode and time of change tell apart what keeps its size and time of modification: a file put
    # in place by `mv`, or two writes within one tick of the clock with the time set back between.
    status = os.stat(file)  # noqa: PTH116  see `files`
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
