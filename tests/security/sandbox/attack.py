"""What an attack is, and the list of all."""

import errno
from collections.abc import Callable
from dataclasses import dataclass

from security.sandbox.confining import Place

from jupyter_hybrid.grading.worker.sandbox import Level, libc, seccomp

NUMBERS = seccomp.machine().numbers
EVERYBODY = ("root", "nobody")


@dataclass(frozen=True, slots=True)
class Attack:
    run: Callable[[Place], object]
    stopped_from: Level
    works_for: tuple[str, ...] = EVERYBODY
    """Who gets through one level lower; nobody: the kernel itself refuses as well."""


ATTACKS: dict[str, Attack] = {}


def attack(level: Level, *, works_for: tuple[str, ...] = EVERYBODY):
    def register(run: Callable[[Place], object]) -> Callable[[Place], object]:
        ATTACKS[run.__name__.replace("_", " ")] = Attack(run, level, works_for)
        return run

    return register


def call(name: str | int, *arguments, harmless: tuple[int, ...] = ()) -> None:
    """Make a system call; the errors `harmless` mean that the kernel looked at it."""
    try:
        libc.system_call(NUMBERS[name] if isinstance(name, str) else name, *arguments, words="call")
    except OSError as error:
        if error.errno not in harmless:
            raise


def reached(condition: object) -> None:
    if not condition:
        raise PermissionError(errno.EPERM, "not reached")
