"""Who a locked-down process is: an unprivileged user without capabilities that nobody can trace."""

import os
import signal
import struct
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox import libc
from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement

IS_LINUX = sys.platform == "linux"
CAP_SYS_ADMIN = 21
_HEADER = struct.pack("II", 0x20080522, 0)
_NO_CAPABILITIES = bytes(24)
# No privilege for uid 0, no capability kept over a change of user or raised by a program; locked.
_SECURE_BITS = 0b11 | 0b10_0000 | 0b1100_0000


def capabilities() -> int:
    """Return the effective capabilities of this process, one bit each."""
    import ctypes  # noqa: PLC0415  only here

    data = ctypes.create_string_buffer(24)
    libc.call("capget", _HEADER, data)
    low, _, _, high, _, _ = struct.unpack("6I", data.raw)
    return int(low | high << 32)


def can_administer() -> bool:
    """Return whether this process may mount without a user namespace of its own."""
    return bool(capabilities() >> CAP_SYS_ADMIN & 1)


def become(confinement: Confinement, *, role: str) -> None:
    """Become the user of `role`, lose every capability, and die with the process that forked us.

    Raises
    ------
    OSError
        if the kernel refuses.
    """
    uid = confinement.uid
    if role == "tester" and confinement.tester_uid is not None:
        uid = confinement.tester_uid
    if IS_LINUX:
        _forget_privileges()
    if uid is not None:
        gid = uid if confinement.gid is None else confinement.gid
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    if IS_LINUX:
        libc.call("capset", _HEADER, _NO_CAPABILITIES)
        libc.control(libc.PR_SET_DUMPABLE, 0)
        # After the change of user: that clears it.
        libc.control(libc.PR_SET_PDEATHSIG, signal.SIGKILL)


def warm_up() -> None:
    """Load what `become` needs, once for all forks."""
    capabilities()
    libc.control(libc.PR_GET_DUMPABLE)
    _last_capability()


def gain_no_privileges() -> None:
    """Make setuid programs powerless for this process and its children."""
    libc.control(libc.PR_SET_NO_NEW_PRIVS, 1)


def _forget_privileges() -> None:
    if not capabilities():
        return
    libc.control(libc.PR_CAP_AMBIENT, libc.PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(_last_capability() + 1):
        libc.control(libc.PR_CAPBSET_DROP, capability)
    libc.control(libc.PR_SET_SECUREBITS, _SECURE_BITS)


@cache
def _last_capability() -> int:
    return int(Path("/proc/sys/kernel/cap_last_cap").read_text(encoding="ascii"))


def unreachable(paths: Iterable[str], *, uid: int, gid: int) -> list[str]:
    """Return those of `paths` that a user could not get to, by the modes of the folders above.

    An interpreter below a closed home (``/root``, mode 700) is of no use to another user.
    """
    return [path for path in paths if not _is_reachable(Path(path), uid=uid, gid=gid)]


def _is_reachable(path: Path, *, uid: int, gid: int) -> bool:
    real = Path(os.path.realpath(path))
    if not real.exists():
        return True
    for folder in real.parents:
        status = folder.stat()
        shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
        if not status.st_mode >> shift & 1:
            return False
    return True
