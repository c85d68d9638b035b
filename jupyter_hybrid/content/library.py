"""The source course folders of a server: what they offer, and releases of their steps."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jupyter_hybrid.content.catalogue import Catalogue, FoundStep
from jupyter_hybrid.content.course_folder import inside, read_capped
from jupyter_hybrid.content.course_proof import CourseProof
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.main_file import (
    handed_out_as,
    path_of,
    quiz_for_learners,
    read_main,
    read_main_facts,
)
from jupyter_hybrid.content.quiz_file import read_quiz
from jupyter_hybrid.content.release import (
    make_plain_release,
    make_release,
    release_hash,
    released_file,
    sha256_of,
)
from jupyter_hybrid.content.stubs import NBGRADER_STUBS
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Step, StepKey, StepKind
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.releases import Release, ReleasedFile
from jupyter_hybrid.services.ports import Outline

MAX_STEP_FILES_BYTES = 50 * 1024 * 1024


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
        self._outlines = FileCache[Outline]()
        self._files = FileCache[ReleasedFile]()
        self._proof = CourseProof()
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

    def add_folder(self, folder: Path) -> Course:
        """Offer one more course folder for as long as the program runs, and return its course.

        Adding it twice is adding it once.

        Raises
        ------
        Invalid
            If it cannot be offered; with all that is wrong.
        Conflict
            If another folder has a course of the same key.
        """
        return self._catalogue.add(folder)

    def outline(self, step: StepKey) -> Outline:
        """Return release hash and exercises of a step, without nbgrader.

        Raises
        ------
        NotFound
            If there is no such step.
        Invalid
            If its main file or what goes with it cannot be used, with the reason, file and cell;
            or if it is a live step, which has no file.
        """
        found = self._catalogue.step(step)
        paths = [path_of(found.step), *_files_beside(found.step)]
        try:
            # What it is made of checks where the paths lead; to follow them for every file of every
            # course that has not changed takes most of the time of a course home.
            return self._outlines.get(
                step,
                lambda: self._outline(found),
                files=[f"{found.folder}/{path}" for path in paths],
                also=found,
            )
        except OSError:
            return self._outline(found)  # says what is wrong

    def _outline(self, found: FoundStep) -> Outline:
        source, facts = found.step, read_main_facts(found)
        handed_out = facts.sha256
        if facts.quiz is not None:
            handed_out = sha256_of(quiz_for_learners(facts.quiz, step=source))
        name = release_hash(
            path=handed_out_as(source),
            main_sha256=handed_out,
            files=self._files_facts(found),
            stubs=found.stubs if source.kind is StepKind.NOTEBOOK else NBGRADER_STUBS,
        )
        return Outline(name, exercises_of(facts.notebook, policy=found.policy))

    def release(self, step: StepKey) -> tuple[Release, Mapping[str, bytes]]:
        """Return the release of a step as it is on disk now, and its files' content by path.

        Raises
        ------
        NotFound, Invalid
            As in `outline`; or if what is handed out holds what a notebook of the course takes out.
        Unavailable
            If nbgrader is not installed.
        """
        found = self._catalogue.step(step)
        main = read_main(found)
        files = self._read_files(found)
        handed_out: Mapping[str, bytes] = files
        if found.step.kind is StepKind.NOTEBOOK:
            release = self._notebook_release(step, found, notebook=main, files=files)
        else:
            release, handed_out = self._plain_release(step, found, main=main, files=files)
        self._proof.prove(step, folder=found.folder, release=release.hash, files=files)
        return release, handed_out

    @staticmethod
    def _plain_release(
        step: StepKey, found: FoundStep, *, main: bytes, files: Mapping[str, bytes]
    ) -> tuple[Release, Mapping[str, bytes]]:
        path, kind = handed_out_as(found.step), found.step.kind
        if kind is StepKind.QUIZ:
            main = quiz_for_learners(read_quiz(main, file=path_of(found.step)), step=found.step)
        files = {path: main, **files}
        return make_plain_release(step, kind=kind, path=path, files=files), files

    def _notebook_release(
        self, step: StepKey, found: FoundStep, *, notebook: bytes, files: Mapping[str, bytes]
    ) -> Release:
        path = path_of(found.step)
        name = release_hash(
            path=path,
            main_sha256=sha256_of(notebook),
            files=[released_file(file, content) for file, content in files.items()],
            stubs=found.stubs,
        )
        with self._lock:
            release = self._releases.get(step)
        if release is None or release.hash != name:
            release = make_release(
                step,
                path=path,
                notebook=notebook,
                files=files,
                copy_maker=self._copy_maker,
                stubs=found.stubs,
            )
        if release.policy != found.policy:
            release = replace(release, policy=found.policy)
        with self._lock:
            self._releases[step] = release
        return release

    def _read_files(self, found: FoundStep) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for path in _files_beside(found.step):
            files[path] = read_capped(found.folder, path, n_bytes=self._max_files_bytes)
            self._check_size(sum(map(len, files.values())), step=found.step)
        return files

    def _files_facts(self, found: FoundStep) -> list[ReleasedFile]:
        step = found.step
        files = [self._file_facts(found.folder, path, step=step) for path in _files_beside(step)]
        self._check_size(sum(file.size for file in files), step=step)
        return files

    def _file_facts(self, folder: Path, path: str, *, step: Step) -> ReleasedFile:
        place = f"{folder}/{path}"

        def read() -> ReleasedFile:
            self._check_size(Path(place).stat().st_size, step=step)
            return released_file(path, read_capped(folder, path, n_bytes=self._max_files_bytes))

        try:
            return self._files.get(place, read, files=[place])
        except OSError as error:
            inside(folder, path)  # says better what is wrong
            raise Invalid(f"{path!r} cannot be read ({error.strerror})", field="path") from error

    def _check_size(self, n_bytes: int, *, step: Step) -> None:
        if n_bytes > self._max_files_bytes:
            raise Invalid(
                f"the data files of step {step.key!r} are larger than"
                f" {self._max_files_bytes / 1024**2:g} MB together; every learner gets a copy,"
                " so make them smaller",
                field="files",
            )


def _files_beside(step: Step) -> list[str]:
    """Return the files that go with a main file; an author may list that one among them."""
    return [path for path in dict.fromkeys(step.files) if path != step.path]
