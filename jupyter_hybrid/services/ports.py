"""What the use cases need from the outside; adapters and fakes implement it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from jupyter_hybrid.domain.courses import BrokenCourse, Course, StepKey
from jupyter_hybrid.domain.exercises import Exercise, Grade
from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.policies import Limits, Permission, TrustMode
from jupyter_hybrid.domain.releases import Bundle, Placed, Release, Replaced
from jupyter_hybrid.domain.sessions import DocumentKind


class Clock(Protocol):
    """The server's time; nobody else's counts."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be known of a step without releasing it.

    Parameters
    ----------
    release
        Content hash that a release made now would have.
    exercises
        In document order.
    """

    release: str
    exercises: tuple[Exercise, ...]


class CourseLibrary(Protocol):
    """The source course folders."""

    def courses(self) -> Sequence[Course | BrokenCourse]:
        """Return every course folder's course, or why it cannot be offered, ordered by key."""
        ...

    def outline(self, step: StepKey) -> Outline:
        """Return release hash and exercises of a step.

        Raises
        ------
        NotFound
            If there is no such step.
        Invalid
            If its notebook cannot be used; the message says why, with file and cell.
        """
        ...

    def release(self, step: StepKey) -> tuple[Release, Mapping[str, bytes]]:
        """Return the release of a step as it is on disk now, and its files' content by path.

        Raises
        ------
        NotFound, Invalid
            As in `outline`.
        Unavailable
            If nbgrader is not installed.
        """
        ...


@dataclass(frozen=True, slots=True)
class GradingTask:
    """Everything a grader may know about an attempt: no name, no key, no database.

    Parameters
    ----------
    cells
        The rebuilt notebook, in order.
    graded
        Ids of the cells to give points for. Cells behind the last of them are not run.
    kernel_name, language
        The kernel to run it with.
    folder
        The notebook's folder, relative to the root of `files`.
    files
        Content of data files by path, with ``/``.
    limits
        What the run may use.
    reference
        The author's own source by answer cell: read on the trusted side only, for the modules that
        tests may rely on and the names that they may replace.
    imports
        Modules to have loaded beforehand.
    trust
        How the tests of a graded cell are run, by its id; `TrustMode.SPLIT` for those left out.
    allow
        What the code may do that is forbidden otherwise.
    seed
        Of its random numbers, or None.
    """

    cells: tuple[Cell, ...]
    graded: frozenset[str]
    kernel_name: str = "python3"
    language: str = "python"
    folder: str = "."
    files: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    reference: Mapping[str, str] = field(default_factory=dict)
    imports: tuple[str, ...] = ()
    trust: Mapping[str, TrustMode] = field(default_factory=dict)
    allow: frozenset[Permission] = frozenset()
    seed: int | None = None


class Grader(Protocol):
    """The grading engine."""

    async def grade(self, task: GradingTask) -> Grade:
        """Return what the graded cells of `task` give.

        A learner's mistake, however bad, is a grade. Only a fault of the engine raises.

        Raises
        ------
        Unavailable
            If the engine itself cannot work, for example because the kernel cannot be started.
        """
        ...

    async def close(self) -> None:
        """Stop everything that was started; idempotent."""
        ...


class BlobStore(Protocol):
    """Immutable byte strings under their SHA-256."""

    def put(self, content: bytes) -> str:
        """Keep `content` and return its hex SHA-256; keeping it twice is keeping it once."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the content kept under `sha256`.

        Raises
        ------
        NotFound
            If nothing is, or what is there no longer has that digest.
        """
        ...


class BundleSource(Protocol):
    """Where a learner's server gets a step from: the program itself, or the service of a Hub."""

    def bundle(self, person: Person, step: StepKey) -> Bundle:
        """Return the bundle of a step for a learner.

        Raises
        ------
        NotFound, Invalid, Unavailable
            As in `CourseLibrary.release`.
        """
        ...


class Workspace(Protocol):
    """The learner's folder."""

    def place(self, bundle: Bundle, *, folder: str) -> Placed:
        """Put a step below `folder`, never over anything that is the learner's.

        Parameters
        ----------
        folder
            Path relative to the server's root folder.

        Raises
        ------
        NotAllowed
            If the way there leads through a symbolic link out of the root folder.
        Conflict
            If a folder stands where a file has to go, or the other way round.
        Unavailable
            If it cannot be written: full disk, read-only folder.
        """
        ...

    def reset(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        """Put a fresh copy of a step below `folder`; the learner's is kept under another name.

        Parameters
        ----------
        at
            The present moment, for that name.

        Raises
        ------
        NotFound
            If the step is not there.
        NotAllowed, Conflict, Unavailable
            As in `place`.
        """
        ...

    def merge(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        """Bring the learner's copy to the release of `bundle` with their answers in it.

        Their copy as it was is kept under another name.

        Raises
        ------
        Invalid
            If their copy cannot be read; nothing is changed.
        NotFound, NotAllowed, Conflict, Unavailable
            As in `reset`.
        """
        ...


class Rooms(Protocol):
    """The live documents of running sessions."""

    def open(self, session: str) -> None:
        """Make empty documents for a session that starts; idempotent."""
        ...

    def close(self, session: str) -> None:
        """Send everybody home and drop the documents; idempotent."""
        ...

    def n_present(self, session: str) -> int:
        """Return how many observers are connected."""
        ...

    def is_presented(self, session: str) -> bool:
        """Return whether a presenter is connected."""
        ...


@dataclass(frozen=True, slots=True)
class Admission:
    """What a redeemed socket ticket allows.

    Parameters
    ----------
    session, document
        Where.
    person, display_name
        Who.
    is_presenter
        Whether they may write.
    """

    session: str
    document: DocumentKind
    person: str
    display_name: str
    is_presenter: bool
