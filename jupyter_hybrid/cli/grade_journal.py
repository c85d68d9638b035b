"""What was graded already, so that grading a class goes on where it was interrupted.

One line of JSON for each notebook of each learner, with digests of all that its grade depends on.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from jupyter_hybrid.cli.grade_records import NotebookRecord
from jupyter_hybrid.domain.errors import Conflict, Unavailable

if sys.platform != "win32":
    import fcntl

JOURNAL = "journal.jsonl"
_FORMAT = 1

Digests = Mapping[str, str]


class Journal:
    """The journal of an output folder, open for as long as a class is graded.

    Parameters
    ----------
    folder
        Is made if it is not there.
    is_emptied
        Whether to forget all that was graded.

    Raises
    ------
    Conflict
        If somebody else grades into this folder at this moment.
    Unavailable
        If it cannot be written.
    """

    def __init__(self, folder: Path, *, is_emptied: bool = False) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = _opened(folder / JOURNAL)
        except OSError as error:
            raise Unavailable(f"{folder} cannot be written ({error.strerror})") from error
        try:
            self._hold(folder)
            self._known: dict[tuple[str, str], dict[str, Any]] = {}
            if is_emptied:
                self._stream.truncate(0)
            self._load()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stream.close()

    def __len__(self) -> int:
        """Return how many notebooks it holds."""
        return len(self._known)

    def find(self, learner: str, notebook: str, *, digests: Digests) -> NotebookRecord | None:
        """Return what was graded from exactly this; None if nothing was."""
        line = self._known.get((learner, notebook))
        if line is None or line["digests"] != dict(digests):
            return None
        return cast("NotebookRecord", line["record"])

    def add(self, record: NotebookRecord, *, digests: Digests) -> None:
        """Keep what was graded: it is there if this process is killed a moment later."""
        line = {"format": _FORMAT, "digests": dict(digests), "record": record}
        self._stream.write(json.dumps(line, allow_nan=False).encode("ascii") + b"\n")
        self._stream.flush()
        self._known[record["learner"], record["notebook"]] = line

    def _hold(self, folder: Path) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(
                f"{folder} is being written by another 'jupyter hybrid grade'; wait for it, or"
                " choose another --output"
            ) from error

    def _load(self) -> None:
        self._stream.seek(0)
        whole = 0
        for text in self._stream:
            if not text.endswith(b"\n"):
                break  # torn: it was being written when its process ended
            whole += len(text)
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                line = json.loads(text)
                record = line["record"]
                if line["format"] == _FORMAT and isinstance(line["digests"], dict):
                    self._known[record["learner"], record["notebook"]] = line
        self._stream.truncate(whole)
        self._stream.seek(0, os.SEEK_END)


def _opened(path: Path) -> BinaryIO:
    # For reading and appending, made if it is not there, and never emptied before it is held.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    return os.fdopen(descriptor, "r+b")
