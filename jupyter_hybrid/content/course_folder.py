"""One course folder on disk: its course, and the files that the course names."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_hybrid.content.course_file import (
    COURSE_FILE,
    MAX_COURSE_FILE_BYTES,
    CourseFile,
    read_course_file,
)
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.content.yaml_text import Problem
from jupyter_hybrid.domain.courses import BrokenCourse, Course
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import check_relative_path


def load_course_file(path: Path) -> CourseFile:
    """Return what the course file at `path` says; odd content is a problem, never an error.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    # Whoever opens a pipe waits for its other end, perhaps for ever.
    if not path.is_file() and not path.is_dir():
        return _unusable("it is no ordinary file; write the course into one")
    with path.open("rb") as stream:
        content = stream.read(MAX_COURSE_FILE_BYTES + 1)
    if len(content) > MAX_COURSE_FILE_BYTES:
        return _unusable(f"it is larger than {MAX_COURSE_FILE_BYTES // 1024} KB; shorten it")
    try:
        return read_course_file(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _unusable(f"it is not UTF-8 text (byte {error.start}); save it as UTF-8")


def _unusable(problem: str) -> CourseFile:
    return CourseFile(None, (Problem(problem),), ())


def stubs_around(notebook: Path) -> Stubs:
    """Return what the course around a notebook puts in place of solutions; nbgrader's without."""
    for folder in notebook.absolute().parents:
        if (folder / COURSE_FILE).is_file():
            with suppress(OSError):
                return load_course_file(folder / COURSE_FILE).stubs
    return NBGRADER_STUBS


def check_course(
    folder: Path, file: CourseFile, *, known: FileCache[Path] | None = None
) -> Course | BrokenCourse:
    """Return the course of `folder`, or all that is wrong with its course file and files.

    Parameters
    ----------
    known
        Remembers files that were found in the folder, or None: to follow the path of every file
        of every course each time takes most of the time of a course home.
    """
    known = FileCache() if known is None else known
    problems = [*file.problems, *_file_problems(folder, file, known=known)]
    if file.course is None or problems:
        problems.sort(key=lambda problem: problem.line or 0)
        return broken(folder, *(problem.in_file(COURSE_FILE) for problem in problems))
    return file.course


def broken(folder: Path, *problems: str) -> BrokenCourse:
    """Return `folder` as a course that cannot be offered."""
    return BrokenCourse(folder.name or str(folder), problems)


def _file_problems(folder: Path, file: CourseFile, *, known: FileCache[Path]) -> Iterator[Problem]:
    for named in file.files:
        try:
            _find(folder, named.path, known=known)
        except Invalid as error:
            yield Problem(f"{named.what} {error.message}", named.line)


def _find(folder: Path, path: str, *, known: FileCache[Path]) -> None:
    place = f"{folder}/{path}"

    def find() -> Path:
        try:
            checked = str(check_relative_path(path, field="path"))
        except Invalid:
            return folder  # the course file's own problems name it already
        return inside(folder, checked)

    try:
        known.get(place, find, files=[place])
    except (OSError, ValueError):  # a path that is none; `find` says it in words
        find()


def inside(folder: Path, path: str) -> Path:
    """Return the real path of a file of a course folder.

    Raises
    ------
    Invalid
        If there is no such file, or a symbolic link leads out of the folder.
    """
    try:
        real = Path(os.path.realpath(folder / path))
        if not real.is_relative_to(os.path.realpath(folder)):
            raise Invalid(
                f"{path!r} is a symbolic link out of the course folder; copy the file into it",
                field="path",
            )
        if real.is_file():
            return real
    except OSError as error:
        raise Invalid(f"{path!r} cannot be read ({error.strerror})", field="path") from error
    raise Invalid(f"{path!r} is not there; create it, or correct the path", field="path")


def read_capped(folder: Path, path: str, *, n_bytes: int) -> bytes:
    """Return up to `n_bytes` + 1 bytes of a file of a course folder: one more tells "too large".

    Raises
    ------
    Invalid
        As `inside`, and if it cannot be read.
    """
    real = inside(folder, path)
    try:
        with real.open("rb") as stream:
            return stream.read(n_bytes + 1)
    except OSError as error:
        raise Invalid(f"{path!r} cannot be read ({error.strerror})", field="path") from error
