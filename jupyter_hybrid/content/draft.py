"""Source notebooks as they are tried before anybody is handed them."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.content.course_folder import load_course_file, read_capped
from jupyter_hybrid.content.library import MAX_STEP_FILES_BYTES
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.domain.courses import Course
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.services.desk import DraftNotebook


def read_draft(folder: Path, path: str) -> DraftNotebook:
    """Return a notebook of a course folder, with the files of its step.

    A notebook that is in no step is run without files.

    Parameters
    ----------
    path
        In the course folder.

    Raises
    ------
    Invalid
        If the notebook or a file of its step cannot be used.
    """
    try:
        file = load_course_file(folder / COURSE_FILE)
    except OSError as error:
        raise Invalid(f"{COURSE_FILE} cannot be read: {error.strerror}") from error
    content = read_capped(folder, path, n_bytes=MAX_NOTEBOOK_BYTES)
    notebook = read_source_notebook(content, file=path, stubs=file.stubs).notebook
    step, files = (path, ()) if file.course is None else _step(file.course, path)
    policy = file.course.policy if file.course is not None else None
    return DraftNotebook(
        step=step,
        path=path,
        notebook=notebook,
        exercises=exercises_of(notebook, policy=policy),
        files=_contents(folder, files),
    )


def read_lone_draft(file: Path) -> DraftNotebook:
    """Return a notebook outside a course, with the data files beside it as far as there is room.

    Nobody chose those files: what is a link out of the folder, cannot be read or is too large is
    left out, smallest files first.

    Raises
    ------
    Invalid
        If it cannot be used.
    """
    content = read_capped(file.parent, file.name, n_bytes=MAX_NOTEBOOK_BYTES)
    notebook = read_source_notebook(content, file=file.name).notebook
    return DraftNotebook(
        step=file.name,
        path=file.name,
        notebook=notebook,
        exercises=exercises_of(notebook),
        files=_beside(file.parent),
    )


def _beside(folder: Path) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    n_left = MAX_STEP_FILES_BYTES
    for size, name in sorted(_data_files(folder)):
        if size > n_left:
            break
        with suppress(Invalid):
            contents[name] = read_capped(folder, name, n_bytes=n_left)
            n_left -= len(contents[name])
    return contents


def _data_files(folder: Path) -> Iterator[tuple[int, str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            is_data = not entry.name.startswith(".") and not entry.name.endswith(".ipynb")
            with suppress(OSError):
                if is_data and entry.is_file():
                    yield entry.stat().st_size, entry.name


def _step(course: Course, path: str) -> tuple[str, tuple[str, ...]]:
    wanted = PurePosixPath(path)
    for key, step in course.keyed_steps():
        if step.path is not None and PurePosixPath(step.path) == wanted:
            return f"{key.module}/{key.step}", step.files
    return path, ()


def _contents(folder: Path, paths: tuple[str, ...]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    n_left = MAX_STEP_FILES_BYTES
    for path in paths:
        contents[path] = read_capped(folder, path, n_bytes=n_left)
        n_left -= len(contents[path])
        if n_left < 0:
            raise Invalid(
                f"the data files are larger than {MAX_STEP_FILES_BYTES // 1024**2} MB together;"
                " make them smaller",
                field="files",
            )
    return contents
