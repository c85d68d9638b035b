"""What cells print: Python's two streams, and what arrives at descriptors 1 and 2 beside them."""

import codecs
import io
import os
import tempfile
import threading

from jupyter_hybrid.grading.worker.output import Output, TooMuchOutput

NAMES = {1: "stdout", 2: "stderr"}
READ_BYTES = 1024 * 1024


class Capture:
    """Takes what programs and C libraries write to a descriptor, in memory where the system can."""

    def __init__(self, descriptor: int) -> None:
        self._file = _open_appending()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        os.dup2(self._file, descriptor, inheritable=True)

    def read(self) -> str:
        """Return what arrived since the last call."""
        size = os.lseek(self._file, 0, os.SEEK_END)
        if size == 0:
            return ""
        os.lseek(self._file, 0, os.SEEK_SET)
        data = os.read(self._file, min(size, READ_BYTES))
        os.ftruncate(self._file, 0)  # writers append, so the next byte arrives at the beginning
        return self._decoder.decode(data)


def _open_appending() -> int:
    """Return a file that any number of writers append to, gone when the last one closes it."""
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("output")
        import fcntl  # noqa: PLC0415  not on Windows

        fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
        return file
    handle, path = tempfile.mkstemp()
    os.close(handle)
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_TEMPORARY", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags)
    if os.name != "nt":
        os.unlink(path)  # noqa: PTH108  no pathlib needed for one call
    return file


class OutStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a learner's cells, with a kernel stream's manners."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, descriptor: int, *, output: Output, capture: Capture) -> None:
        self._descriptor = descriptor
        self._output = output
        self._capture = capture
        self._process = os.getpid()

    @property
    def name(self) -> str:
        """``stdout`` or ``stderr``."""
        return NAMES[self._descriptor]

    def write(self, text: str) -> int:
        """Take `text`; stop the cell if it never ends."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._process:  # a child of the learner's process: its memory is its own
            os.write(self._descriptor, text.encode("utf-8", "replace"))
            return len(text)
        self.collect()
        self._output.write(NAMES[self._descriptor], text)
        if self._output.is_flooded and threading.current_thread() is threading.main_thread():
            raise TooMuchOutput("the cell printed far more than may be kept, and was stopped")
        return len(text)

    def writelines(self, lines: object) -> None:
        """Take several texts."""
        for line in lines:  # type: ignore[attr-defined]
            self.write(line)

    def flush(self) -> None:
        """Make a message of what was printed here so far."""
        if os.getpid() == self._process:
            self.collect()
            self._output.flush(NAMES[self._descriptor])

    def collect(self) -> None:
        """Put what arrived at the descriptor behind what was printed before."""
        text = self._capture.read()
        if text:
            self._output.write(NAMES[self._descriptor], text)

    def fileno(self) -> int:
        """Return 1 or 2, which programs inherit."""
        return self._descriptor

    def isatty(self) -> bool:
        """Return False: nobody sits there."""
        return False

    def writable(self) -> bool:
        """Return True."""
        return True

    def set_parent(self, parent: object) -> None:
        """Do nothing: a kernel's streams remember whose message they answer."""


# Libraries, tqdm among them, recognise a kernel by the name of its stream's class.
OutStream.__module__ = "ipykernel.iostream"
