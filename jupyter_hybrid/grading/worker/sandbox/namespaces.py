"""Namespaces: private mounts, processes, network, shared memory and host name."""

import os
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox import credentials, libc
from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement

NEW_MOUNTS, NEW_HOST_NAME, NEW_SHARED_MEMORY = 0x20000, 0x4000000, 0x8000000
NEW_USERS, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, REMOUNT, BIND, RECURSIVE, PRIVATE = 2, 4, 32, 1 << 12, 1 << 14, 1 << 18
DETACH = 2
HOST_NAME = b"exercise"


def isolate(confinement: Confinement, *, scratch: Path) -> None:
    """Give this process and its future children namespaces, and `scratch` a limited size.

    The first process forked afterwards is number 1 of its namespace: all others end with it.

    Raises
    ------
    OSError
        if the kernel refuses, or this process has several threads.
    """
    flags = NEW_MOUNTS | NEW_HOST_NAME | NEW_SHARED_MEMORY | NEW_PROCESSES
    flags |= 0 if confinement.may_connect else NEW_NETWORK
    if credentials.can_administer():
        libc.call("unshare", flags)
    else:
        user, group = os.getuid(), os.getgid()
        libc.call("unshare", flags | NEW_USERS)
        _map_ids(user, group)
    mount(None, "/", flags=RECURSIVE | PRIVATE)
    mount("tmpfs", scratch, kind="tmpfs", flags=NOSUID | NODEV, options=_size(confinement))
    libc.call("sethostname", HOST_NAME, len(HOST_NAME))


def resize(confinement: Confinement, *, scratch: Path) -> None:
    """Change the size of `scratch` to what `confinement` says."""
    mount(None, scratch, flags=REMOUNT | NOSUID | NODEV, options=_size(confinement))


def mount(
    source: str | Path | None,
    target: str | Path,
    *,
    kind: str | None = None,
    flags: int = 0,
    options: str | None = None,
) -> None:
    """Mount `source` at `target`; see mount(2)."""
    texts = [None if text is None else os.fsencode(text) for text in (source, kind, options)]
    try:
        libc.call("mount", texts[0], os.fsencode(target), texts[1], flags, texts[2])
    except OSError as error:
        raise OSError(error.errno, f"mount at {target}: {os.strerror(error.errno or 0)}") from None


def _size(confinement: Confinement) -> str:
    return f"size={confinement.scratch_bytes},nr_inodes={confinement.scratch_files},mode=0755"


def _map_ids(user: int, group: int) -> None:
    """Stay the same user inside; nobody else exists there."""
    # The files below belong to root in a process that nobody may trace.
    was = libc.control(libc.PR_GET_DUMPABLE)
    libc.control(libc.PR_SET_DUMPABLE, 1)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    (own / "gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    libc.control(libc.PR_SET_DUMPABLE, was & 1)
