"""The author's side of grading from a shell: notebooks, data files and rules of an assignment."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE, CourseFile
from jupyter_hybrid.content.course_folder import load_course_file, read_capped
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.stubs import NBGRADER_STUBS
from jupyter_hybrid.domain.errors import Invalid, NotFound
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.services.desk import DraftNotebook

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES_BYTES = 50 * 1024 * 1024
_N_FILES_MOST = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """A source notebook with what is needed to grade by it.

    Parameters
    ----------
    name
        Of its file: submissions of it are called the same.
    draft
        The notebook with its exercises, rules and data files.
    notes
        Data files that were left out, and why, in sentences.
    """

    name: str
    draft: DraftNotebook
    notes: tuple[str, ...] = ()

    def digests(self) -> dict[str, str]:
        """Return what a grade depends on of the author's, as hex SHA-256 by what it is."""
        draft = self.draft
        source = repr((draft.path, draft.notebook, draft.exercises))
        files = sorted((path, _sha256(content)) for path, content in draft.files.items())
        return {"source": _sha256(source.encode()), "files": _sha256(repr(files).encode())}


def read_source(path: Path, *, is_deep: bool = False) -> Source:
    """Return the source notebook at `path`.

    A step of the course around it gets the files that the course names, any other notebook those
    that lie beside it.

    Parameters
    ----------
    is_deep
        Whether files in folders below count as beside it.

    Raises
    ------
    NotFound, Invalid
        If the notebook, the course around it or a file of its step cannot be used.
    """
    path = path.absolute()
    content = read_notebook_file(path)
    folder, course = _course_around(path)
    stubs = course.stubs if course else NBGRADER_STUBS
    notebook = read_source_notebook(content, file=path.name, stubs=stubs).notebook
    within = path.relative_to(folder).as_posix() if folder else path.name
    named = _named_files(course, within)
    if named is None or folder is None:
        within = path.name
        files, notes = _files_beside(path.parent, is_deep=is_deep)
    else:
        files, notes = _named_contents(folder, named), []
    policy = course.course.policy if course and course.course else None
    draft = DraftNotebook(
        step=path.name,
        path=within,
        notebook=notebook,
        exercises=exercises_of(notebook, policy=policy),
        files=files,
    )
    return Source(path.name, draft, tuple(notes))


def read_sources(folder: Path) -> tuple[Source, ...]:
    """Return the source notebooks of an assignment's folder, by name.

    Raises
    ------
    NotFound
        If it is no folder or holds no notebook.
    Invalid
        If one of them cannot be used.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}")
    notebooks = sorted(
        path for path in folder.glob("*.ipynb") if path.is_file() and path.name[0] != "."
    )
    if not notebooks:
        raise NotFound(f"{folder} holds no notebook; name the folder of one assignment's sources")
    return tuple(read_source(path, is_deep=True) for path in notebooks)


def read_notebook_file(path: Path) -> bytes:
    """Return the content of a notebook file, at most one byte more than is accepted.

    Raises
    ------
    NotFound, Invalid
        If it is not there or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_NOTEBOOK_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Invalid(f"{path} cannot be read: {reason}") from error


def _course_around(path: Path) -> tuple[Path | None, CourseFile | None]:
    for folder in path.parents:
        file = folder / COURSE_FILE
        if not file.is_file():
            continue
        try:
            course = load_course_file(file)
        except OSError as error:
            raise Invalid(f"{file} cannot be read: {error.strerror}") from error
        if course.course is None:
            problem = course.problems[0].in_file(str(file))
            raise Invalid(f"{problem}; its rules count here, so mend it first")
        return folder, course
    return None, None


def _named_files(course: CourseFile | None, path: str) -> tuple[str, ...] | None:
    """Return the files of the step whose notebook is at `path`; None if it is in no step."""
    if course is None or course.course is None:
        return None
    wanted = PurePosixPath(path)
    steps = (step for _, step in course.course.keyed_steps() if step.path is not None)
    return next((step.files for step in steps if PurePosixPath(str(step.path)) == wanted), None)


def _named_contents(folder: Path, paths: tuple[str, ...]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for path in paths:
        contents[path] = read_capped(folder, path, n_bytes=MAX_FILES_BYTES)
        if sum(map(len, contents.values())) > MAX_FILES_BYTES:
            raise Invalid(
                f"the data files are larger than {MAX_FILES_BYTES // 1024**2} MB together; make"
                " them smaller",
                field="files",
            )
    return contents


def _files_beside(folder: Path, *, is_deep: bool) -> tuple[dict[str, bytes], list[str]]:
    """Return the data files of a folder by path in it, and words about those left out."""
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    n_left = MAX_FILES_BYTES
    for path in _data_files(folder, is_deep=is_deep):
        name = path.relative_to(folder).as_posix()
        try:
            size = path.stat().st_size
            if size > min(MAX_FILE_BYTES, n_left) or len(files) >= _N_FILES_MOST:
                left_out.append(f"the data file {name} is too large and was left out")
                continue
            files[name] = path.read_bytes()
        except OSError as error:
            left_out.append(f"the data file {name} was left out: {error.strerror}")
        else:
            n_left -= size
    return files, left_out


def _data_files(folder: Path, *, is_deep: bool) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        kept = sorted(name for name in folders if name[0] != "." and name != "__pycache__")
        folders[:] = kept if is_deep else []
        for name in sorted(names):
            path = Path(root, name)
            if name[0] != "." and path.suffix != ".ipynb" and path.is_file():
                yield path


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
