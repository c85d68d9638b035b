"""What a pair of processes may do: its level of isolation, and what an author asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum

LEARNER_FOLDERS = ("work", "home", "tmp")
"""Folders of a scratch that are the learner's; from A2 on it can write nothing else."""
TESTER_FOLDER = "tester"
"""The folder of a scratch that is the tester's; from A2 on the learner cannot look into it."""
MIB = 1 << 20


class Level(IntEnum):
    """How well a learner's process is isolated; each level has what the lower ones have."""

    A0 = 0
    """Processes of their own, limits, a private home and scratch."""
    A1 = 1
    """System calls are filtered; no privilege can be gained."""
    A2 = 2
    """Only named files can be read, and only the scratch written (Landlock)."""
    A3 = 3
    """Private mounts, processes, network and shared memory (namespaces)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What learner and tester may do.

    Attributes
    ----------
    level
        see `Level`.
    readable
        files and folders that may be read: the interpreter, libraries, parts of /etc.
    hidden
        never readable, even below something readable. Where a readable path lies below a hidden
        one, the longer path decides.
    may_fork, may_exec, may_connect
        starting processes, starting programs, network. Processes can be stopped again by a signal
        only where something keeps signals inside: A2 and Landlock's ABI 6.
    uid, gid
        whom the learner becomes; None: stays who it is, without any capability.
    tester_uid
        whom the tester becomes; None: the same as the learner.
    scratch_bytes, scratch_files
        how much the scratch holds; enforced by the kernel at A3 only.
    """

    level: int
    readable: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    may_fork: bool = False
    may_exec: bool = False
    may_connect: bool = False
    uid: int | None = None
    gid: int | None = None
    tester_uid: int | None = None
    scratch_bytes: int = 64 * MIB
    scratch_files: int = 20_000

    def as_json(self) -> dict[str, object]:
        """Return what `from_json` reads."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        }

    @classmethod
    def from_json(cls, json: Mapping[str, object]) -> "Confinement":
        """Return the confinement that `as_json` wrote.

        Raises
        ------
        TypeError
            if something is missing or unknown: a rule that is not understood is never left out.
        """
        values = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.items()
        }
        return cls(**values)  # type: ignore[arg-type]
