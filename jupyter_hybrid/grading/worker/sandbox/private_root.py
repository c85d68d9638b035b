"""A root of its own: read-only binds of what may be read, the scratch, nothing else."""

import errno
import os
import struct
from enum import Enum
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox import libc
from jupyter_hybrid.grading.worker.sandbox.confinement import (
    LEARNER_FOLDERS,
    TESTER_FOLDER,
    Confinement,
)
from jupyter_hybrid.grading.worker.sandbox.namespaces import (
    BIND,
    DETACH,
    NEW_MOUNTS,
    NODEV,
    NOSUID,
    RECURSIVE,
    mount,
)
from jupyter_hybrid.grading.worker.sandbox.paths import is_below, nearest, resolved
from jupyter_hybrid.grading.worker.sandbox.seccomp import machine

OLD = "/.old"
NOTHING = "/.nothing"
"""An empty file that stands for a hidden one."""
NOEXEC = 8
READ_ONLY, NO_SETUID, NO_DEVICES = 1, 2, 4
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
DEVICES = ("null", "zero", "full", "random", "urandom")
PRIVATE_TMP = "/tmp"  # noqa: S108  a private one
MOST_LINKS = 40


class Show(Enum):
    """How a path appears in the private root."""

    READ = "read"
    WRITE = "write"
    HIDE = "hide"


def enter(confinement: Confinement, *, scratch: Path, role: str) -> None:
    """Move this process into a root that holds only what `role` may see.

    Raises
    ------
    OSError
        if the kernel refuses a step.
    """
    shown = _shown(confinement, scratch=scratch, role=role)
    # A link on the way to a path would be lost with `resolved`: it is made again.
    asked = [*confinement.readable, str(scratch)]
    libc.call("unshare", NEW_MOUNTS)
    _swap_root(scratch)
    for path in sorted(shown, key=len):
        _place(path, shown=shown)
    for path in asked:
        _link(path)
    _furnish(confinement, scratch=scratch, role=role)
    _mount_processes()
    libc.call("umount2", OLD.encode(), DETACH)
    Path(OLD).rmdir()
    for path in [*(path for path, show in shown.items() if show is Show.HIDE), "/"]:
        if os.path.ismount(path):
            _set_attributes(path, READ_ONLY, is_recursive=False)


def _shown(confinement: Confinement, *, scratch: Path, role: str) -> dict[str, Show]:
    shown = dict.fromkeys(resolved(confinement.readable), Show.READ)
    shown |= dict.fromkeys(resolved(confinement.hidden), Show.HIDE)
    shown |= dict.fromkeys(resolved([str(scratch)]), Show.HIDE)
    mine, others = list(LEARNER_FOLDERS), []
    if role != "learner":
        mine, others = [TESTER_FOLDER], mine
    shown |= dict.fromkeys(resolved(str(scratch / name) for name in others), Show.READ)
    shown |= dict.fromkeys(resolved(str(scratch / name) for name in mine), Show.WRITE)
    return shown


def _swap_root(scratch: Path) -> None:
    """Make an empty root; the old one stays below it, until all is bound from there."""
    options = "size=4m,nr_inodes=8192,mode=0755"
    mount("tmpfs", scratch, kind="tmpfs", flags=NOSUID, options=options)
    os.chdir(scratch)
    Path(OLD[1:]).mkdir(mode=0o700)
    libc.system_call(
        machine().numbers["pivot_root"], b".", OLD[1:].encode(), words="the root cannot be changed"
    )
    os.chdir("/")
    Path(NOTHING).touch(mode=0o444)


def _place(path: str, *, shown: dict[str, Show]) -> None:
    above = nearest(path, shown)
    kind_above = shown[above] if above is not None else Show.HIDE
    show = shown[path]
    if show is Show.HIDE:
        if kind_above is not Show.HIDE:
            _hide(path)
    elif show is not kind_above:
        _bind(path, is_writable=show is Show.WRITE)


def _hide(path: str) -> None:
    if Path(path).is_dir():
        options = "size=1m,nr_inodes=1024,mode=0755"
        mount("tmpfs", path, kind="tmpfs", flags=NOSUID | NODEV, options=options)
    else:
        mount(NOTHING, path, flags=BIND)


def _bind(path: str, *, is_writable: bool, at: str | None = None) -> None:
    source, target = OLD + path, at or path
    _make(target, is_folder=Path(source).is_dir())
    try:
        mount(source, target, flags=BIND)
    except OSError as error:
        # In a user namespace a folder with mounts below it can be bound only with them.
        if error.errno != errno.EINVAL:
            raise
        mount(source, target, flags=BIND | RECURSIVE)
    attributes = NO_SETUID | (0 if path.startswith("/dev/") else NO_DEVICES)
    _set_attributes(target, attributes | (0 if is_writable else READ_ONLY), is_recursive=True)


def _make(path: str, *, is_folder: bool) -> None:
    if is_folder:
        Path(path).mkdir(parents=True, exist_ok=True)
    elif not Path(path).exists():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()


def _set_attributes(path: str, attributes: int, *, is_recursive: bool) -> None:
    words = struct.pack("4Q", attributes, 0, 0, 0)
    flags = AT_RECURSIVE if is_recursive else 0
    number = machine().numbers["mount_setattr"]
    libc.system_call(
        number, AT_FDCWD, os.fsencode(path), flags, words, len(words), words=f"protecting {path}"
    )


def _link(path: str) -> None:
    """Make the symbolic links again that stand on the way to `path` in the old root."""
    left, done = [part for part in path.split("/") if part], ""
    for _ in range(MOST_LINKS * 10):
        if not left:
            return
        here = f"{done}/{left.pop(0)}"
        if not Path(OLD + here).is_symlink():
            done = here
            continue
        target = str(Path(OLD + here).readlink())
        if not os.path.lexists(here):
            Path(here).parent.mkdir(parents=True, exist_ok=True)
            Path(here).symlink_to(target)
        full = os.path.normpath(Path(done or "/") / target)
        left, done = [part for part in full.split("/") if part] + left, ""


def _furnish(confinement: Confinement, *, scratch: Path, role: str) -> None:
    for name in DEVICES:
        _bind(f"/dev/{name}", is_writable=True)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        Path(f"/dev/{name}").symlink_to(f"/proc/self/fd/{number}")
    Path("/dev/fd").symlink_to("/proc/self/fd")
    own = scratch / (TESTER_FOLDER if role != "learner" else "tmp")
    asked = (*resolved(confinement.readable), os.path.realpath(scratch))
    if not any(is_below(path, PRIVATE_TMP) for path in asked):
        _bind(os.path.realpath(own), is_writable=True, at=PRIVATE_TMP)
    if confinement.may_fork:
        _mount_new("/dev/shm", options=f"size={confinement.scratch_bytes},mode=1777")  # noqa: S108
    if confinement.may_exec:
        options = "newinstance,ptmxmode=0666,mode=0620"
        _mount_new("/dev/pts", kind="devpts", options=options)
        Path("/dev/ptmx").symlink_to("pts/ptmx")


def _mount_new(path: str, *, kind: str = "tmpfs", options: str) -> None:
    Path(path).mkdir(parents=True, exist_ok=True)
    mount(kind, path, kind=kind, flags=NOSUID | NOEXEC, options=options)


def _mount_processes() -> None:
    """Show a process only itself; before the old root goes, else the kernel refuses."""
    Path("/proc").mkdir(exist_ok=True)
    # Hidden by what may be traced, not by group: a learner without an id of its own is in root's.
    mount("proc", "/proc", kind="proc", flags=NOSUID | NODEV | NOEXEC, options="hidepid=4")
