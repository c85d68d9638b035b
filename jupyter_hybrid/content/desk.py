"""The course folders that an author writes, found by paths that come from a browser."""

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.content.course_folder import load_course_file
from jupyter_hybrid.content.draft import read_draft, read_lone_draft
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.lint_course import lint_course
from jupyter_hybrid.content.template import write_course
from jupyter_hybrid.domain.courses import Course, StepKind
from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound
from jupyter_hybrid.domain.keys import check_relative_path
from jupyter_hybrid.services.desk import DraftNotebook, LintReport, OpenedFolder


class FolderDesk:
    """The `AuthoringDesk` port on the root folder of a Jupyter server.

    Parameters
    ----------
    root
        The server's root folder.
    library
        Where courses are offered.
    course_dirs
        Folders of the operator's choice that a symbolic link may lead into.
    """

    def __init__(
        self, root: Path, *, library: FolderLibrary, course_dirs: Sequence[Path] = ()
    ) -> None:
        self._root = root
        self._library = library
        self._course_dirs = tuple(course_dirs)

    def offer(self, path: str) -> OpenedFolder:
        """Offer the course folder around a path on this server for as long as it runs.

        Raises
        ------
        Invalid
            If the path leaves the root folder, or the course cannot be offered.
        NotAllowed, NotFound, Conflict
            As in the port.
        """
        folder = self._course_folder(path)
        return OpenedFolder(self._library.add_folder(self._at(folder)).key, _shown(folder))

    def make(self, path: str, *, title: str, key: str | None = None) -> OpenedFolder:
        """Write a new course folder from the template, and offer it.

        Raises
        ------
        Invalid, NotAllowed, Conflict, Unavailable
            As in the port.
        """
        relative = self._checked(path)
        if not relative.parts:
            raise Invalid("the root folder itself cannot be made; name one in it", field="path")
        taken = {course.key for course in self._library.courses()}
        write_course(self._at(relative), title=title, key=key, taken=taken)
        return self.offer(str(relative))

    def lint(self, path: str) -> LintReport:
        """Return all that is wrong with the course folder around a path.

        Raises
        ------
        Invalid, NotAllowed, NotFound
            As in the port.
        """
        folder = self._course_folder(path)
        found = lint_course(self._at(folder))
        key = found.course.key if found.course is not None else None
        return LintReport(key, _shown(folder), found.messages)

    def notebooks(self, path: str) -> Sequence[str]:
        """Return the source notebooks of the course around a path, in its order.

        Raises
        ------
        Invalid
            If its course file has problems; besides as in the port.
        NotAllowed, NotFound
            As in the port.
        """
        folder = self._course_folder(path)
        course = self._course(folder)
        return [
            str(folder / step.path)
            for _, step in course.keyed_steps()
            if step.path is not None and step.kind is StepKind.NOTEBOOK
        ]

    def draft(self, path: str) -> DraftNotebook:
        """Return a source notebook with what is needed to run it.

        Raises
        ------
        Invalid, NotAllowed, NotFound
            As in the port.
        """
        relative = self._checked(path)
        if relative.suffix != ".ipynb" or not _is_file(self._at(relative)):
            raise NotFound(f"there is no notebook {str(relative)!r}", field="path")
        folder = self._found(relative)
        if folder is None:
            return read_lone_draft(self._at(relative))
        return read_draft(self._at(folder), str(relative.relative_to(folder)))

    def _course(self, folder: PurePosixPath) -> Course:
        try:
            file = load_course_file(self._at(folder) / COURSE_FILE)
        except OSError as error:
            raise Invalid(f"{COURSE_FILE} cannot be read: {error.strerror}") from error
        if file.course is None:
            raise Invalid("; ".join(problem.in_file(COURSE_FILE) for problem in file.problems))
        return file.course

    def _course_folder(self, path: str) -> PurePosixPath:
        relative = self._checked(path)
        folder = self._found(relative)
        if folder is None:
            raise NotFound(
                f"neither {str(relative)!r} nor a folder around it holds a {COURSE_FILE}",
                field="path",
            )
        return folder

    def _found(self, path: PurePosixPath) -> PurePosixPath | None:
        """Return the nearest folder at or above `path` that holds a course file, or None."""
        candidates = [folder for folder in (path, *path.parents) if self._is_inside(folder)]
        found = next(
            (folder for folder in candidates if _is_file(self._at(folder) / COURSE_FILE)), None
        )
        if found is not None and not self._is_inside(found / COURSE_FILE):
            raise _leads_out(str(found / COURSE_FILE), mend="copy the file into the folder")
        return found

    def _checked(self, path: str) -> PurePosixPath:
        if path in {"", "."}:
            return PurePosixPath()
        try:
            relative = check_relative_path(path, field="path")
        except Invalid as error:
            raise Invalid(
                f"the path {path[:120]!r} must be one below the server's root folder, not hidden",
                field="path",
            ) from error
        if not self._is_inside(relative):
            raise _leads_out(path, mend="copy the folder to them")
        return relative

    def _is_inside(self, path: PurePosixPath) -> bool:
        real = Path(os.path.realpath(self._at(path)))
        roots = (self._root, *self._course_dirs)
        return any(real.is_relative_to(os.path.realpath(root)) for root in roots)

    def _at(self, path: PurePosixPath) -> Path:
        return self._root / path


def _shown(folder: PurePosixPath) -> str:
    return "" if folder == PurePosixPath() else str(folder)


def _leads_out(path: str, *, mend: str) -> NotAllowed:
    return NotAllowed(
        f"{path[:120]!r} leads through a symbolic link out of your files; {mend}", field="path"
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long, a folder that nobody may look into
        return False
