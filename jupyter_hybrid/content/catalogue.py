"""Which courses the configured folders hold, and which of them can be offered."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid.content.course_file import COURSE_FILE, CourseFile
from jupyter_hybrid.content.course_folder import broken, check_course, load_course_file
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.content.stubs import Stubs
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Step, StepKey
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.policies import ExercisePolicy


@dataclass(frozen=True, slots=True)
class FoundStep:
    """A step and where it is from.

    Parameters
    ----------
    folder
        The folder of its course.
    step
        As the course file has it now.
    policy, stubs
        What its course wants for exercises, and in place of solutions.
    """

    folder: Path
    step: Step
    policy: ExercisePolicy
    stubs: Stubs


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
        self._known = FileCache[Path]()
        self._folders: dict[str, Path] = {}
        self._added: tuple[Path, ...] = ()

    def add(self, folder: Path) -> Course:
        """Offer one more course folder for as long as the program runs, and return its course.

        Adding it twice is adding it once.

        Raises
        ------
        Invalid
            If it cannot be offered; with all that is wrong.
        Conflict
            If another folder has a course of the same key.
        """
        real = folder.expanduser().resolve()
        if not _holds_course(real):
            raise Invalid(f"the folder {real.name!r} holds no {COURSE_FILE}", field="path")
        course = self._course(real)
        if isinstance(course, BrokenCourse):
            raise Invalid(
                f"the course in {real.name!r} cannot be opened: {'; '.join(course.problems)}",
                field="path",
            )
        for other, offered in self.offered():
            if offered.key == course.key and isinstance(offered, Course):
                if other == real:
                    return course
                raise Conflict(
                    f"the key {course.key!r} is already used by the course in {other};"
                    " give one of the two another key",
                    field="path",
                )
        self._added = (*self._added, real)
        return course

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

    def step(self, key: StepKey) -> FoundStep:
        """Return a step and what its course says of it.

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
                remembered = self._found_step(known, key)
                if remembered is not None:
                    return remembered
        for folder, course in self.offered():
            if course.key != key.course:
                continue
            if isinstance(course, BrokenCourse):
                raise Invalid(
                    f"course {key.course!r} cannot be opened: {'; '.join(course.problems)}",
                    field="course",
                )
            with suppress(OSError):
                found = self._found_step(folder, key)
                if found is not None:
                    return found
        raise NotFound(f"there is no course {key.course[:80]!r}")

    def _found_step(self, folder: Path, key: StepKey) -> FoundStep | None:
        file = self._file(folder)
        if file.course is None or file.course.key != key.course:
            return None
        step = file.course.step(key.module, key.step)
        return FoundStep(folder, step, file.course.policy, file.stubs)

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
        # Configured folders first: one that was opened later never takes a course's place.
        for folder in (*sorted(folders), *(one for one in self._added if one not in folders)):
            yield folder, self._course(folder)

    def _course(self, folder: Path) -> Course | BrokenCourse:
        try:
            file = self._file(folder)
        except OSError as error:
            return broken(
                folder, f"{COURSE_FILE} cannot be read ({error.strerror}); check what it is"
            )
        return check_course(folder, file, known=self._known)

    def _file(self, folder: Path) -> CourseFile:
        return self._files.get(
            folder,
            lambda: load_course_file(folder / COURSE_FILE),
            files=[f"{folder}/{COURSE_FILE}"],
        )


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
