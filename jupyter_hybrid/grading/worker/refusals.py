"""Says in words what the kernel refuses to a learner's code: the words are no wall.

The wall is the sandbox; this hook turns its bare "operation not permitted" into a sentence. On
systems without a sandbox it stops honest mistakes, and nothing else.
"""

import errno
import os
import socket
import sys
from pathlib import Path
from typing import Any

from jupyter_hybrid.grading.worker import scratch_files

NETWORK = "the network is closed while your work is checked"
PROGRAMS = "other programs cannot be started while your work is checked"
PROCESSES = "other processes cannot be started while your work is checked"
SIGNALS = "other processes cannot be reached while your work is checked"
WRITING = "only files of the exercise's own folder can be written while your work is checked"
_NETWORK_EVENTS = (
    "socket.__new__",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
)
_PROGRAM_EVENTS = (
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.startfile/2",
    "os.system",
    "subprocess.Popen",
)
_FORK_EVENTS = ("os.fork", "os.forkpty", "pty.spawn")
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_NO_FOLDER = -1
# Which arguments are paths that are written, and which of them folders that they start from.
_WRITTEN: dict[str, tuple[tuple[int, int | None], ...]] = {
    "open": ((0, None),),
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
}
_DEVICES = ("/dev", "/proc")
_TEMPORARY = "/tmp"  # noqa: S108  a private one, or not to be written

Arguments = tuple[Any, ...]


def refuse(*, may_connect: bool, may_exec: bool, may_fork: bool, scratch: Path) -> None:
    """Raise ``PermissionError`` for what is not allowed, from here on and for ever.

    Parameters
    ----------
    scratch
        The only folder in which files may be written.
    """
    words: dict[str, str] = {}
    if not may_connect:
        words.update(dict.fromkeys(_NETWORK_EVENTS, NETWORK))
    if not may_exec:
        words.update(dict.fromkeys(_PROGRAM_EVENTS, PROGRAMS))
    if not may_fork:
        words.update(dict.fromkeys(_FORK_EVENTS, PROCESSES))
        words["os.kill"] = SIGNALS
    roots = _writable(scratch)

    def hook(event: str, arguments: Arguments) -> None:
        said = words.get(event)
        if said is not None and not _is_harmless(event, arguments):
            raise PermissionError(said)
        if event in _WRITTEN:
            _check_paths(event, arguments, roots)

    sys.addaudithook(hook)


def _writable(scratch: Path) -> tuple[str, ...]:
    own = os.path.realpath(scratch)
    try:
        is_private = Path(_TEMPORARY).samefile(scratch / scratch_files.TEMPORARY)
    except OSError:
        is_private = False
    return (own, *_DEVICES, *((_TEMPORARY,) if is_private else ()))


def _check_paths(event: str, arguments: Arguments, roots: tuple[str, ...]) -> None:
    """Raise ``PermissionError`` if a path outside of `roots` would be written."""
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITES):
        return
    for place, folder in _WRITTEN[event]:
        path = arguments[place]
        starts_elsewhere = folder is not None and arguments[folder] != _NO_FOLDER
        if isinstance(path, int) or starts_elsewhere or path == os.devnull:
            continue
        real = os.path.realpath(os.fsdecode(path))
        if not any(real == root or real.startswith(root + os.sep) for root in roots):
            raise PermissionError(errno.EACCES, WRITING, os.fsdecode(path))


def _is_harmless(event: str, arguments: Arguments) -> bool:
    if event == "os.kill":
        return arguments[0] in (0, os.getpid())
    if event == "socket.__new__":
        return sys.platform == "win32" or arguments[1] not in _INTERNET
    return _is_local(event, arguments)


def _is_local(event: str, arguments: Arguments) -> bool:
    """Tell whether a socket speaks to this process alone, as an event loop's does on Windows."""
    if event not in ("socket.bind", "socket.connect"):
        return False
    address = arguments[1]
    return not isinstance(address, tuple) or bool(address and address[0] in _LOOPBACK)
