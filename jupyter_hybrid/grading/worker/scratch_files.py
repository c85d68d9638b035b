"""The folder that one pair of processes may write to, and nothing else."""

import contextlib
import os
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
    """Remove `scratch` with everything in it, however deep or unreadable; no error is raised.

    Nothing may write there any more. The working folder changes meanwhile: a tree may be deeper
    than a path can say. Not for Windows, whose fallback removes its own.
    """
    with contextlib.suppress(OSError):
        scratch.chmod(0o700)
        before = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.chdir(scratch)
            _empty_working_folder()
        finally:
            os.fchdir(before)
            os.close(before)
        scratch.rmdir()


def _empty_working_folder() -> None:
    waiting = [_without_files()]
    names: list[str] = []
    while waiting:
        if waiting[-1]:
            name = waiting[-1].pop()
            with contextlib.suppress(OSError):
                os.chmod(name, 0o700)  # noqa: PTH101  in the working folder, once for each
                os.chdir(name)
                names.append(name)
                waiting.append(_without_files())
            continue
        waiting.pop()
        if names:
            os.chdir("..")
            with contextlib.suppress(OSError):
                os.rmdir(names.pop())  # noqa: PTH106


def _without_files() -> list[str]:
    """Remove all of the working folder but folders that are not empty; return their names."""
    folders = []
    with contextlib.suppress(OSError), os.scandir(".") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not _is_removed(entry.name):
                    folders.append(entry.name)
            else:
                with contextlib.suppress(OSError):
                    os.unlink(entry.name)  # noqa: PTH108
    return folders


def _is_removed(folder: str) -> bool:
    """Return whether an empty folder could be removed as it is, as most can."""
    try:
        os.rmdir(folder)  # noqa: PTH106
    except OSError:
        return False
    return True
