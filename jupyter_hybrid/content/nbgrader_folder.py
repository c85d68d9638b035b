"""The folder of an nbgrader course: its assignments, their notebooks and files."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from jupyter_hybrid.content.nbgrader_config import CONFIG_FILE, NbgraderSettings
from jupyter_hybrid.domain.errors import Invalid, NotFound

MAX_FILE_BYTES = 50 * 1024 * 1024
_NOT_COURSE = (
    *(CONFIG_FILE, "gradebook.db", "exchange", "downloaded"),
    *("source", "release", "submitted", "autograded", "feedback"),
)
"""What nbgrader keeps beside assignments: other people's answers and points are among it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One folder of notebooks.

    Parameters
    ----------
    name
        nbgrader's name of it.
    folder
        Where it is.
    notebooks, files
        Paths relative to `folder`, sorted. nbgrader grades only notebooks at the top of it.
    left_out
        Sentences about what was not taken.
    """

    name: str
    folder: Path
    notebooks: tuple[str, ...]
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def find_assignments(folder: Path, *, settings: NbgraderSettings) -> Sequence[Assignment]:
    """Return the assignments of an nbgrader course, sorted by name.

    A folder that holds notebooks itself counts as one assignment.

    Raises
    ------
    NotFound
        If there is no notebook at all.
    Invalid
        If the folder cannot be read.
    """
    source = folder / settings.source_directory
    try:
        if not source.is_dir():
            alone = _assignment(folder, ignore=(*settings.ignore, *_NOT_COURSE))
            found = [alone] if alone.notebooks else []
        else:
            found = [
                assignment
                for child in sorted(source.iterdir())
                if child.is_dir() and not child.name.startswith(".")
                if (assignment := _assignment(child, ignore=settings.ignore)).notebooks
            ]
    except OSError as error:
        raise Invalid(f"{error.filename} cannot be read: {error.strerror}") from error
    if not found:
        raise NotFound(
            f"{folder} is no nbgrader course: no notebook in"
            f" {settings.source_directory}/<assignment>, nor in the folder itself"
        )
    return found


def _assignment(folder: Path, *, ignore: Sequence[str]) -> Assignment:
    notebooks, files, left_out = [], [], []
    for path, size in _files(folder, ignore=ignore):
        if size is None:
            left_out.append(
                f"{folder.name}/{path}: a link to a folder, or a link out of the assignment; it was"
                " left out"
            )
        elif path.endswith(".ipynb") and "/" not in path:
            notebooks.append(path)
        elif path.lower().endswith(".ipynb"):
            left_out.append(
                f"{folder.name}/{path}: nbgrader grades no notebook in a folder of an assignment,"
                " and to hand it out might give a solution away; it was left out"
            )
        elif size > MAX_FILE_BYTES:
            left_out.append(
                f"{folder.name}/{path}: larger than {MAX_FILE_BYTES // 1024**2} MB; it was left out"
            )
        else:
            files.append(path)
    return Assignment(folder.name, folder, tuple(notebooks), tuple(files), tuple(left_out))


def _files(folder: Path, *, ignore: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """Yield every file's path and size; None for one that lies elsewhere, and linked folders."""
    root = os.path.realpath(folder)
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(each for each in folders if not _is_ignored(each, ignore))
        linked = [each for each in folders if Path(place, each).is_symlink()]
        for name in sorted([*names, *linked]):
            if _is_ignored(name, ignore):
                continue
            path = Path(place, name)
            is_inside = Path(os.path.realpath(path)).is_relative_to(root) and path.is_file()
            yield path.relative_to(folder).as_posix(), path.stat().st_size if is_inside else None


def _raise(error: OSError) -> None:
    raise error


def _is_ignored(name: str, ignore: Sequence[str]) -> bool:
    # What begins with a dot can be no part of a course here either.
    return name.startswith(".") or any(fnmatch(name, pattern) for pattern in ignore)
