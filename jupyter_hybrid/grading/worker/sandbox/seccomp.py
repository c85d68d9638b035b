"""Filters system calls: a classic BPF program assembled here, no library needed.

A call that is not named passes: a filter that lists what is allowed breaks with every release of
the C library. What gives a process a new power, a way to another process, or old and rarely used
parts of the kernel is named; whatever is newer than `syscalls.HIGHEST` does not exist.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jupyter_hybrid.grading.worker.sandbox import libc, refused, syscalls
from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement, Level
from jupyter_hybrid.grading.worker.sandbox.landlock import ABI_TRUNCATE, abi, has_signal_scope

LOAD, JUMP_EQUAL, JUMP_FROM, JUMP_ANY_BIT, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
REFUSE, ABSENT, PRETEND = ERROR | errno.EPERM, ERROR | errno.ENOSYS, ERROR | 0
AT_NUMBER, AT_MACHINE, AT_ARGUMENTS = 0, 4, 16
SET_MODE_FILTER, ALL_THREADS = 1, 1
CLONE_THREAD = 0x10000
# New namespaces, and a child that is the parent's sibling.
CLONE_NEVER = 0x7E028000
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
SOCK_STREAM, SOCK_SEQPACKET, SOCK_KIND = 1, 5, 0xF

NUMBERS_OF_32_BITS = 1 << 32
OWN_PID = 0x5EEDF11D
"""Stands for the process's number until that is known; longer than any real one."""

Step = tuple[int, int, int, int]
"""Operation, steps to skip if true, steps to skip if false, value."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs between processors: the audit number and the numbers of system calls."""

    audit: int
    numbers: dict[str, int]


MACHINES = {
    "x86_64": Machine(0xC000003E, syscalls.X86_64),
    "aarch64": Machine(0xC00000B7, syscalls.AARCH64),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What a filter lets through besides what it always does."""

    may_fork: bool = False
    may_exec: bool = False
    may_connect: bool = False
    may_signal: bool = False
    """Signals to others: only where something else keeps them inside."""
    may_change_modes: bool = True
    """Modes and owners of files anywhere, which Landlock does not guard."""
    may_truncate: bool = True


def permissions_of(confinement: Confinement) -> Permissions:
    """Return what the filter has to allow, and to guard because no other layer does."""
    has_landlock = confinement.level >= Level.A2
    is_other_user = confinement.uid is not None or confinement.level >= Level.A3
    return Permissions(
        may_fork=confinement.may_fork,
        may_exec=confinement.may_exec,
        may_connect=confinement.may_connect,
        may_signal=confinement.may_fork and has_landlock and has_signal_scope(),
        may_change_modes=is_other_user or not has_landlock,
        may_truncate=not has_landlock or abi() >= ABI_TRUNCATE,
    )


def machine() -> Machine:
    """Return what is particular to this processor.

    Raises
    ------
    OSError
        for a processor whose system calls are not known.
    """
    name = os.uname().machine
    if name not in MACHINES or sys.maxsize < NUMBERS_OF_32_BITS:
        raise OSError(errno.ENOSYS, f"system calls of {name} are not known")
    return MACHINES[name]


def program(permissions: Permissions, *, pid: int) -> bytes:
    """Return the filter for the process `pid`, ready to install."""
    return pid.to_bytes(4, "little").join(_pieces(permissions))


def install(filter_program: bytes) -> None:
    """Put a filter in force for this process; needs `no_new_privs`.

    Raises
    ------
    OSError
        if the kernel refuses.
    """
    instructions = ctypes.create_string_buffer(filter_program, len(filter_program))
    header = struct.pack("H6xP", len(filter_program) // 8, ctypes.addressof(instructions))
    libc.system_call(
        machine().numbers["seccomp"],
        SET_MODE_FILTER,
        ALL_THREADS,
        header,
        words="the filter of system calls cannot be put in force",
    )


@cache
def _pieces(permissions: Permissions) -> tuple[bytes, ...]:
    """Return the program cut where the process's own number belongs; kept for later forks."""
    packed = b"".join(struct.pack("<HBBI", *step) for step in _steps(permissions, machine()))
    return tuple(packed.split(OWN_PID.to_bytes(4, "little")))


def _steps(permissions: Permissions, processor: Machine) -> list[Step]:
    numbers = processor.numbers
    steps = [
        (LOAD, 0, 0, AT_MACHINE),
        (JUMP_EQUAL, 1, 0, processor.audit),
        _answer(KILL),
        (LOAD, 0, 0, AT_NUMBER),
        *_from(syscalls.X32_BIT, REFUSE),
        *_from(syscalls.HIGHEST + 1, ABSENT),
    ]
    for name, body in _conditions(permissions).items():
        if name in numbers:
            steps += [(JUMP_EQUAL, 0, len(body), numbers[name]), *body]
    for name, answer in _constant(permissions).items():
        if name in numbers:
            steps += [(JUMP_EQUAL, 0, 1, numbers[name]), _answer(answer)]
    return [*steps, _answer(ALLOW)]


def _constant(permissions: Permissions) -> dict[str, int]:
    """Return the answers that depend on nothing but the call."""
    names = list(refused.ALWAYS)
    if not permissions.may_fork:
        names += refused.STARTING_PROCESSES
    if not permissions.may_exec:
        names += refused.STARTING_PROGRAMS
    if not permissions.may_connect:
        names += refused.NETWORK
    if not permissions.may_signal:
        names.append("tkill")
    if not permissions.may_truncate:
        names.append("truncate")
    answers = dict.fromkeys(names, REFUSE)
    answers["clone3"] = ABSENT  # its flags lie in memory, where a filter cannot look
    if not permissions.may_change_modes:
        answers |= dict.fromkeys(refused.PRETENDED, PRETEND)
        answers |= dict.fromkeys(refused.EXTENDED_ATTRIBUTES, REFUSE)
    return answers


def _conditions(permissions: Permissions) -> dict[str, list[Step]]:
    """Return what is decided by arguments: steps that end in an answer."""
    bodies = {
        "clone": _clone(may_fork=permissions.may_fork),
        "socketpair": _socketpair(),
        "prctl": _unless(0, refused.CONTROL_OPTIONS),
        "ioctl": _unless(1, refused.TERMINAL_REQUESTS),
        "fcntl": _unless(1, refused.DESCRIPTOR_COMMANDS),
        "prlimit64": _only(0, (0, OWN_PID)),
        "sched_setaffinity": _only(0, (0, OWN_PID)),
    }
    if not permissions.may_signal:
        bodies |= {"kill": _only(0, (OWN_PID,)), "tgkill": _only(0, (OWN_PID,))}
    if permissions.may_connect:
        bodies["socket"] = _socket()
    else:
        bodies["sendto"] = _without_address()
    return bodies


def _answer(value: int) -> Step:
    return (RETURN, 0, 0, value)


def _from(number: int, answer: int) -> list[Step]:
    return [(JUMP_FROM, 0, 1, number), _answer(answer)]


def _argument(index: int, *, is_high: bool = False) -> Step:
    return (LOAD, 0, 0, AT_ARGUMENTS + 8 * index + (4 if is_high else 0))


def _one_of(values: Sequence[int], *, then: int, otherwise: int) -> list[Step]:
    count = len(values)
    tests = [(JUMP_EQUAL, count - place, 0, value) for place, value in enumerate(values)]
    return [*tests, _answer(otherwise), _answer(then)]


def _only(index: int, values: Sequence[int]) -> list[Step]:
    return [_argument(index), *_one_of(values, then=ALLOW, otherwise=REFUSE)]


def _unless(index: int, values: Sequence[int]) -> list[Step]:
    return [_argument(index), *_one_of(values, then=REFUSE, otherwise=ALLOW)]


def _clone(*, may_fork: bool) -> list[Step]:
    never = [(JUMP_ANY_BIT, 0, 1, CLONE_NEVER), _answer(REFUSE)]
    thread = [] if may_fork else [(JUMP_ANY_BIT, 1, 0, CLONE_THREAD), _answer(REFUSE)]
    return [_argument(0), *never, *thread, _answer(ALLOW)]


def _socketpair() -> list[Step]:
    # A datagram socket, even a connected one, can send to any path or abstract name.
    kinds = _one_of((SOCK_STREAM, SOCK_SEQPACKET), then=ALLOW, otherwise=REFUSE)
    family = [_argument(0), (JUMP_EQUAL, 1, 0, AF_UNIX), _answer(REFUSE)]
    return [*family, _argument(1), (MASK, 0, 0, SOCK_KIND), *kinds]


def _socket() -> list[Step]:
    # Never AF_UNIX: a service of this machine (containers, buses) is not "the network".
    routing = [(JUMP_EQUAL, 1, 0, AF_NETLINK), _answer(REFUSE), *_only(2, (0,))]
    internet = [(JUMP_EQUAL, 0, 1, AF_INET), _answer(ALLOW)]
    internet6 = [(JUMP_EQUAL, 0, 1, AF_INET6), _answer(ALLOW)]
    return [_argument(0), *internet, *internet6, *routing]


def _without_address() -> list[Step]:
    low = [_argument(4), (JUMP_EQUAL, 1, 0, 0), _answer(REFUSE)]
    return [*low, *_only_high_zero(4)]


def _only_high_zero(index: int) -> list[Step]:
    return [
        _argument(index, is_high=True),
        *_one_of((0,), then=ALLOW, otherwise=REFUSE),
    ]
