"""Which courses the configured folders hold, and which of them can be offered."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from jupyter_hybrid.content.course_file import COURSE_FILE, CourseFile
from jupyter_hybrid.content.course_folder import broken, check_course, load_course_file
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Step, StepKey
from jupyter_hybrid.domain.errors import Invalid, NotFound


class Catalogue:
    """Finds courses; looks at the folders each time and reads only what changed.

    Parameters
    ----------
    course_dirs
        Each a course folder (it holds ``course.yaml``) or a folder of course folders.
    """

    def __init__(self, course_dirs: Sequence[Path]) -> None:
        self._course_dirs = tuple(entry.expanduser().absolute() for entry in course_dirs)
        self._files = FileCache[CourseFile]()
        self._folders: dict[str, Path] = {}

    def offered(self) -> list[tuple[Path, Course | BrokenCourse]]:
        """Return folders with their course or why it cannot be offered, sound ones first.

        Of two folders with the same course key the first by path is offered.
        """
        by_key: dict[str, Path] = {}
        sound: list[tuple[Path, Course | BrokenCourse]] = []
        rest: list[tuple[Path, Course | BrokenCourse]] = []
        for folder, course in self._found():
            if isinstance(course, BrokenCourse):
                rest.append((folder, course))
            elif by_key.setdefault(course.key, folder) == folder:
                sound.append((folder, course))
            else:
                rest.append((folder, _same_key(folder, course.key, first=by_key[course.key])))
        self._folders = by_key
        return sound + rest

    def step(self, key: StepKey) -> tuple[Path, Step]:
        """Return a step and the folder of its course.

        Looks into one folder only where the course is still where it was found last: a course
        home asks for every step. The step's files are for the caller to check.

        Raises
        ------
        NotFound
            If there is no such step.
        Invalid
            If its course is broken.
        """
        known = self._folders.get(key.course)
        if known is not None:
            with suppress(OSError):
                remembered = self._file(known).course
                if remembered is not None and remembered.key == key.course:
                    return known, remembered.step(key.module, key.step)
        for folder, course in self.offered():
            if course.key != key.course:
                continue
            if isinstance(course, Course):
                return folder, course.step(key.module, key.step)
            raise Invalid(
                f"course {key.course!r} cannot be opened: {'; '.join(course.problems)}",
                field="course",
            )
        raise NotFound(f"there is no course {key.course[:80]!r}")

    def _found(self) -> Iterator[tuple[Path, Course | BrokenCourse]]:
        folders: set[Path] = set()
        for entry in self._course_dirs:
            try:
                below = _course_folders(entry)
            except OSError as error:
                problem = f"the folder {entry} cannot be read ({error.strerror})"
                yield entry, broken(entry, f"{problem}; check course_dirs")
                continue
            if not below:
                problem = f"neither the folder {entry} nor a folder in it holds a {COURSE_FILE}"
                yield entry, broken(entry, f"{problem}; check course_dirs")
            folders.update(below)
        for folder in sorted(folders):
            yield folder, self._course(folder)

    def _course(self, folder: Path) -> Course | BrokenCourse:
        try:
            file = self._file(folder)
        except OSError as error:
            return broken(
                folder, f"{COURSE_FILE} cannot be read ({error.strerror}); check what it is"
            )
        return check_course(folder, file)

    def _file(self, folder: Path) -> CourseFile:
        path = folder / COURSE_FILE
        return self._files.get(path, lambda: load_course_file(path))


def _course_folders(entry: Path) -> list[Path]:
    if _holds_course(entry):
        return [entry.resolve()]
    return [
        child.resolve()
        for child in entry.iterdir()
        if not child.name.startswith(".") and _holds_course(child)
    ]


def _holds_course(folder: Path) -> bool:
    file = folder / COURSE_FILE
    try:
        # A link that leads nowhere is a course to complain about, not a folder without one.
        return file.is_symlink() or file.exists()
    except OSError:
        # So is a folder that nobody may look into; its neighbours are offered all the same.
        return True


def _same_key(folder: Path, key: str, *, first: Path) -> BrokenCourse:
    return broken(
        folder,
        f"{COURSE_FILE}: the key {key!r} is already used by the course in {first};"
        " give one of the two another key",
    )
