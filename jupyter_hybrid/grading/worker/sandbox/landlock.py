"""Landlock: only named files can be read, only the scratch written; no TCP, no signals outside."""

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox import libc
from jupyter_hybrid.grading.worker.sandbox.confinement import (
    LEARNER_FOLDERS,
    TESTER_FOLDER,
    Confinement,
    Level,
)
from jupyter_hybrid.grading.worker.sandbox.paths import own_folders, readable_rules

CREATE_RULESET, RESTRICT_SELF = 444, 446
VERSION_FLAG = 1
ABI_REFER, ABI_TRUNCATE, ABI_NETWORK, ABI_IOCTL, ABI_SCOPE = 2, 3, 4, 5, 6

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, MAKE_FIFO, MAKE_SYM = 1 << 7, 1 << 8, 1 << 10, 1 << 12
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
FIRST_ABI = (1 << 13) - 1
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG
CHANGE = WRITE | MAKE_FIFO | MAKE_SYM | REFER
NETWORK_TCP, SCOPE_ALL = 3, 3

SYSTEM_FACTS = (
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/filesystems",
    "/sys/devices/system/cpu",
    "/dev/random",
    "/dev/urandom",
)
SINKS = ("/dev/null", "/dev/zero", "/dev/full")
TERMINALS = ("/dev/ptmx", "/dev/pts")
SHARED_MEMORY = ("/dev/shm",)  # noqa: S108  where the C library keeps semaphores


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules the kernel holds, not yet in force."""

    descriptor: int


@cache
def abi() -> int:
    """Return the kernel's version of Landlock, 0 if it has none."""
    try:
        return libc.call("syscall", CREATE_RULESET, None, 0, VERSION_FLAG)
    except OSError:
        return 0


def has_signal_scope() -> bool:
    """Return whether the kernel keeps signals inside."""
    return abi() >= ABI_SCOPE


def prepare(confinement: Confinement, *, scratch: Path, role: str) -> Ruleset:
    """Return the rules for `role`; made while the process can still open everything.

    Raises
    ------
    OSError
        if the kernel has no Landlock or refuses a rule.
    """
    handled = _handled()
    network = 0 if confinement.may_connect else NETWORK_TCP
    words = [handled]
    words += [network] if abi() >= ABI_NETWORK else []
    words += [SCOPE_ALL] if abi() >= ABI_SCOPE else []
    ruleset = struct.pack(f"{len(words)}Q", *words)
    descriptor = libc.system_call(
        CREATE_RULESET, ruleset, len(ruleset), 0, words="Landlock's rules cannot be made"
    )
    execute = EXECUTE if confinement.may_exec else 0
    rules = readable_rules(confinement.readable, confinement.hidden)
    names = [rule.path for rule in rules if rule.is_names_only]
    _allow(descriptor, names, access=READ_DIR & handled)
    whole = [rule.path for rule in rules if not rule.is_names_only]
    _allow(descriptor, whole, access=(READ | execute) & handled)
    _allow(descriptor, SYSTEM_FACTS, access=READ & handled)
    _allow(descriptor, SINKS, access=(READ | WRITE_FILE | TRUNCATE) & handled)
    _allow_scratch(descriptor, scratch=scratch, role=role, execute=execute)
    if confinement.may_exec:
        _allow(descriptor, TERMINALS, access=(READ | WRITE_FILE | IOCTL_DEV) & handled)
    if confinement.may_fork and role == "learner":
        _allow(descriptor, SHARED_MEMORY, access=WRITE & handled)
    return Ruleset(descriptor)


def warm_up(confinement: Confinement) -> None:
    """Work out the rules once for all forks.

    Raises
    ------
    OSError
        if the kernel has no Landlock.
    """
    _handled()
    readable_rules(confinement.readable, confinement.hidden)


def enforce(ruleset: Ruleset) -> None:
    """Put `ruleset` in force for this thread and all it starts; needs `no_new_privs`."""
    libc.system_call(
        RESTRICT_SELF, ruleset.descriptor, 0, words="Landlock's rules cannot be put in force"
    )
    os.close(ruleset.descriptor)


def _handled() -> int:
    version = abi()
    if version < 1:
        raise OSError(95, f"the kernel has no Landlock, which {Level.A2.name} needs")
    rights = FIRST_ABI
    rights |= REFER if version >= ABI_REFER else 0
    rights |= TRUNCATE if version >= ABI_TRUNCATE else 0
    rights |= IOCTL_DEV if version >= ABI_IOCTL else 0
    return rights


def _allow_scratch(descriptor: int, *, scratch: Path, role: str, execute: int) -> None:
    learners = own_folders(scratch, LEARNER_FOLDERS)
    own = learners if role == "learner" else own_folders(scratch, [TESTER_FOLDER])
    handled = _handled()
    _allow(descriptor, own, access=(CHANGE | execute) & handled)
    if role != "learner":
        _allow(descriptor, learners, access=READ & handled)


def _allow(descriptor: int, paths: Iterable[str], *, access: int) -> None:
    for path in paths:
        try:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # what does not exist cannot be read
        try:
            is_folder = stat.S_ISDIR(os.fstat(opened).st_mode)
            rights = access if is_folder else access & FOR_FILES
            libc.add_landlock_rule(descriptor, struct.pack("=Qi", rights, opened))
        finally:
            os.close(opened)
