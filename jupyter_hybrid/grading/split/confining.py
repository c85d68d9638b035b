"""What a pair of processes may read and do."""

import stat
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_hybrid.domain.policies import Permission, TrustMode
from jupyter_hybrid.services.ports import GradingTask

PACKAGE = Path(__file__).resolve().parent.parent.parent
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/fonts",
    "/etc/alternatives",
    "/etc/ssl/certs",
)
LEVELS = ("A0", "A1", "A2", "A3")
_LEARNER_ID = 61_000
"""Where the server runs as root, a pair gets a user of its own from here on: nobody has it."""
_N_IDS = 2_000
_PRIVATE_ROOT = 3
"""The level from which on a process sees folders of its own, whoever may enter those around."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a pair may do that is forbidden otherwise; decided before it is forked."""

    may_fork: bool = False
    may_exec: bool = False
    may_connect: bool = False


def permissions_of(task: GradingTask) -> Permissions:
    """Return what the processes of a task may do.

    Tests inside of the learner's process run in a throw-away copy of it, so it may fork.
    """
    is_inside = any(task.trust.get(cell) is TrustMode.SEALED for cell in task.graded)
    has_processes = Permission.PROCESSES in task.allow
    return Permissions(
        may_fork=is_inside or has_processes,
        may_exec=has_processes,
        may_connect=Permission.NETWORK in task.allow,
    )


def confinement(
    permissions: Permissions,
    *,
    level: int,
    number: int,
    is_root: bool,
    about: Mapping[str, Any],
    hidden: Iterable[Path],
) -> dict[str, object]:
    """Return what a pair is told about its confinement.

    Parameters
    ----------
    number
        Of the pair, for a user of its own where the server is root.
    about
        What the fork server said of its interpreter's folders.
    hidden
        What nobody may read, wherever it lies.
    """
    readable = _readable(about)
    is_other = is_root and (level >= _PRIVATE_ROOT or all(map(_is_open, readable)))
    own = _LEARNER_ID + number % (_N_IDS // 2) * 2 if is_other else None
    return {
        "level": level,
        "readable": readable,
        "hidden": sorted({*map(str, hidden), *map(str, _our_secrets())}),
        "may_fork": permissions.may_fork,
        "may_exec": permissions.may_exec,
        "may_connect": permissions.may_connect,
        "uid": own,
        "gid": own,
        "tester_uid": None if own is None else own + 1,
    }


def _readable(about: Mapping[str, Any]) -> list[str]:
    folders = about.get("paths")
    found = [one for one in folders if isinstance(one, str)] if isinstance(folders, list) else []
    return _without_nested([*_SYSTEM, *found, str(PACKAGE / "grading"), str(PACKAGE / "check")])


def _is_open(path: str) -> bool:
    """Return whether everybody may go there: a Python in root's home is for root alone."""
    try:
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in Path(path).parents)
    except OSError:
        return True  # it is not there


def _without_nested(paths: Iterable[str]) -> list[str]:
    """Return `paths` without those below another one, which would be said twice."""
    kept: list[str] = []
    for path in sorted({path for path in paths if path not in {"", "/"}}):
        if not any(path == one or path.startswith(f"{one}/") for one in kept):
            kept.append(path)
    return kept


def _our_secrets() -> list[Path]:
    """Return what of this package's own installation is not for learners: samples' solutions."""
    share = Path(sysconfig.get_path("data"), "share", "jupyter", "hybrid")
    return [folder for folder in (PACKAGE / "sample_courses", share) if folder.exists()]
