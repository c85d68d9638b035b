"""The source course folders of a server: what they offer, and releases of their steps."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jupyter_hybrid.content.catalogue import Catalogue
from jupyter_hybrid.content.course_folder import inside, read_capped
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.release import make_release, release_hash, released_file, sha256_of
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Step, StepKey
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import Exercise, exercises_of
from jupyter_hybrid.domain.releases import Release, ReleasedFile
from jupyter_hybrid.services.ports import Outline

MAX_STEP_FILES_BYTES = 50 * 1024 * 1024

_Facts = TypeVar("_Facts")


@dataclass(frozen=True, slots=True)
class _NotebookFacts:
    sha256: str
    exercises: tuple[Exercise, ...]


class FolderLibrary:
    """The `CourseLibrary` port on folders; remembers what it read until a file changes.

    Parameters
    ----------
    course_dirs
        Each a course folder (it holds ``course.yaml``) or a folder of course folders.
    copy_maker
        Makes learners' copies.
    max_files_bytes
        How large the data files of one step may be together.
    """

    def __init__(
        self,
        course_dirs: Sequence[Path],
        *,
        copy_maker: CopyMaker | None = None,
        max_files_bytes: int = MAX_STEP_FILES_BYTES,
    ) -> None:
        self._catalogue = Catalogue(course_dirs)
        self._copy_maker = copy_maker or CopyMaker()
        self._max_files_bytes = max_files_bytes
        self._notebooks = FileCache[_NotebookFacts]()
        self._files = FileCache[ReleasedFile]()
        self._lock = threading.Lock()
        self._releases: dict[StepKey, Release] = {}

    def courses(self) -> Sequence[Course | BrokenCourse]:
        """Return every course folder's course, or why it cannot be offered, ordered by key.

        Of two folders with the same course key the first by path is offered.
        """
        return sorted(
            (course for _, course in self._catalogue.offered()),
            key=lambda course: (course.key, isinstance(course, BrokenCourse)),
        )

    def outline(self, step: StepKey) -> Outline:
        """Return release hash and exercises of a step, without nbgrader.

        Raises
        ------
        NotFound
            If there is no such step.
        Invalid
            If its notebook or files cannot be used; the message says why, with file and cell.
        """
        folder, source = self._catalogue.step(step)
        facts = self._notebook_facts(folder, source)
        files = [self._file_facts(folder, path, step=source) for path in source.files]
        self._check_size(sum(file.size for file in files), step=source)
        name = release_hash(path=source.notebook, notebook_sha256=facts.sha256, files=files)
        return Outline(name, facts.exercises)

    def release(self, step: StepKey) -> tuple[Release, Mapping[str, bytes]]:
        """Return the release of a step as it is on disk now, and its files' content by path.

        Raises
        ------
        NotFound, Invalid
            As in `outline`.
        Unavailable
            If nbgrader is not installed.
        """
        folder, source = self._catalogue.step(step)
        notebook = read_capped(folder, source.notebook, n_bytes=MAX_NOTEBOOK_BYTES)
        files: dict[str, bytes] = {}
        for path in source.files:
            files[path] = read_capped(folder, path, n_bytes=self._max_files_bytes)
            self._check_size(sum(map(len, files.values())), step=source)
        name = release_hash(
            path=source.notebook,
            notebook_sha256=sha256_of(notebook),
            files=[released_file(path, content) for path, content in files.items()],
        )
        with self._lock:
            release = self._releases.get(step)
        if release is None or release.hash != name:
            release = make_release(
                step,
                path=source.notebook,
                notebook=notebook,
                files=files,
                copy_maker=self._copy_maker,
            )
            with self._lock:
                self._releases[step] = release
        return release, files

    def _notebook_facts(self, folder: Path, step: Step) -> _NotebookFacts:
        def read(_: Path) -> _NotebookFacts:
            content = read_capped(folder, step.notebook, n_bytes=MAX_NOTEBOOK_BYTES)
            source = read_source_notebook(content, file=step.notebook)
            return _NotebookFacts(sha256_of(content), exercises_of(source.notebook))

        return _remembered(self._notebooks, folder, step.notebook, make=read)

    def _file_facts(self, folder: Path, path: str, *, step: Step) -> ReleasedFile:
        def read(file: Path) -> ReleasedFile:
            self._check_size(file.stat().st_size, step=step)
            return released_file(path, read_capped(folder, path, n_bytes=self._max_files_bytes))

        return _remembered(self._files, folder, path, make=read)

    def _check_size(self, n_bytes: int, *, step: Step) -> None:
        if n_bytes > self._max_files_bytes:
            raise Invalid(
                f"the data files of step {step.key!r} are larger than"
                f" {self._max_files_bytes / 1024**2:g} MB together; every learner gets a copy,"
                " so make them smaller",
                field="files",
            )


def _remembered(
    cache: FileCache[_Facts], folder: Path, path: str, *, make: Callable[[Path], _Facts]
) -> _Facts:
    inside(folder, path)
    file = folder / path
    try:
        return cache.get(file, lambda: make(file))
    except OSError as error:
        raise Invalid(f"{path!r} cannot be read ({error.strerror})", field="path") from error
