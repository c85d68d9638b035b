"""The folder that one pair of processes may write to, and nothing else."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

WORK, HOME, TEMPORARY, TESTER = "work", "home", "tmp", "tester"
LEARNERS = (WORK, HOME, TEMPORARY)


def furnish(scratch: Path, *, owners: dict[str, tuple[int, int]]) -> None:
    """Make the folders of `scratch`: one to work in, a home, temporary files; the tester's own.

    `owners` maps ``learner`` and ``tester`` to the user and group id that will write there; empty
    if they are this process's. The tester may read what the learner writes.
    """
    scratch.chmod(0o711 if owners else 0o700)
    for name in (*LEARNERS, TESTER):
        folder = scratch / name
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = owners.get("tester" if name == TESTER else "learner")
        if owner is not None:
            os.chown(folder, *owner)
            folder.chmod(0o750)


def environment(scratch: Path, *, role: str) -> dict[str, str]:
    """Return the variables that keep programs of `role` inside `scratch`."""
    home = scratch / (TESTER if role == "tester" else HOME)
    temporary = scratch / (TESTER if role == "tester" else TEMPORARY)
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_DATA_DIR": str(home / ".jupyter"),
        "MPLCONFIGDIR": str(home / ".matplotlib"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local"),
        "TMPDIR": str(temporary),
        "TEMP": str(temporary),
        "TMP": str(temporary),
    }


def write_files(work: Path, files: dict[str, bytes]) -> None:
    """Write `files` by their POSIX paths below `work`.

    Raises
    ------
    ValueError
        A path leads out of `work`.
    """
    for name, content in files.items():
        path = inside(work, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def inside(work: Path, name: str) -> Path:
    """Return the path of `name` below `work`; raise ``ValueError`` if it leads out of it."""
    path = (work / name).resolve()
    if not path.is_relative_to(work.resolve()):
        raise ValueError(f"{name!r} is not below the exercise's folder")
    return path


def remove(scratch: Path) -> None:
    """Remove `scratch` with everything in it, also what was made unreadable; no error is raised."""
    for _ in range(3):
        shutil.rmtree(scratch, onerror=_open_up)
        if not os.path.lexists(scratch):
            return


def _open_up(act: Callable[..., object], path: str, _error: object) -> None:
    try:
        for folder in (os.path.dirname(path), path):  # noqa: PTH120
            if stat.S_ISDIR(os.lstat(folder).st_mode):
                os.chmod(folder, 0o700)  # noqa: PTH101  a link must not be followed further
        if act is os.unlink or act is os.rmdir:
            act(path)
    except OSError:
        pass
