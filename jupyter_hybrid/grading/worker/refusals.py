"""Says in words what the kernel refuses to a learner's code: the words are no wall.

The wall is the sandbox; this hook turns its bare "operation not permitted" into a sentence. On
systems without a sandbox it stops honest mistakes, and nothing else.
"""

import sys
from typing import Any

NETWORK = "the network is closed while your work is checked"
PROGRAMS = "other programs cannot be started while your work is checked"
_NETWORK_EVENTS = (
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
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refuse(*, may_connect: bool, may_exec: bool, may_fork: bool) -> None:
    """Raise ``PermissionError`` for what is not allowed, from here on and for ever."""
    words: dict[str, str] = {}
    if not may_connect:
        words.update(dict.fromkeys(_NETWORK_EVENTS, NETWORK))
    if not may_exec:
        words.update(dict.fromkeys(_PROGRAM_EVENTS, PROGRAMS))
    if not may_fork:
        words.update(dict.fromkeys(_FORK_EVENTS, PROGRAMS))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        said = words.get(event)
        if said is not None and not _is_local(event, arguments):
            raise PermissionError(said)

    if words:
        sys.addaudithook(hook)


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether a socket speaks to this process alone, as an event loop's does on Windows."""
    if event not in ("socket.bind", "socket.connect"):
        return False
    address = arguments[1]
    return not isinstance(address, tuple) or bool(address and address[0] in _LOOPBACK)
