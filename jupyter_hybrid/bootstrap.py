"""Puts the program together: the only file that names implementations."""

import asyncio
import logging
import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.workspace import FolderWorkspace
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.cached_grader import CachedGrader
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.split.confining import LEVELS
from jupyter_hybrid.live.rooms import LiveRooms
from jupyter_hybrid.services.authoring import AuthoringService
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import ExerciseService
from jupyter_hybrid.services.manual_grades import ManualGradeService
from jupyter_hybrid.services.my_data import MyDataService
from jupyter_hybrid.services.people import PeopleService
from jupyter_hybrid.services.ports import Grader
from jupyter_hybrid.services.program import Program
from jupyter_hybrid.services.progress import ProgressService
from jupyter_hybrid.services.regrades import RegradeService
from jupyter_hybrid.services.runner import AttemptRunner
from jupyter_hybrid.services.sessions import SessionService
from jupyter_hybrid.services.solutions import SolutionService
from jupyter_hybrid.services.trust import TrustService
from jupyter_hybrid.services.workspace import WorkspaceService
from jupyter_hybrid.storage.blobs import FolderBlobs
from jupyter_hybrid.storage.database import Database
from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import migrate

log = logging.getLogger(__name__)
_in_background: set["asyncio.Task[None]"] = set()
"""Kept, or the garbage collector would take them."""
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose.

    Parameters
    ----------
    course_dirs
        Course folders, or folders that hold course folders.
    data_dir
        Where database, kept files and the signing key live.
    root_dir
        The learner's folder: the root of Jupyter's file browser.
    database_url
        SQLAlchemy URL; None for a SQLite file in `data_dir`.
    trainers
        Usernames of those who train, where Jupyter knows usernames.
    max_observers
        How many may follow one session.
    min_isolation
        The least isolation with which answers are graded, ``A0`` to ``A3``.
    """

    course_dirs: Sequence[Path]
    data_dir: Path
    root_dir: Path
    database_url: str | None = None
    trainers: frozenset[str] = frozenset()
    max_observers: int = 300
    min_isolation: str = "A0"

    @property
    def database_file(self) -> Path:
        """The SQLite file that is used without a `database_url`."""
        return self.data_dir / "hybrid.sqlite"


class SystemClock:
    """The `Clock` port on this machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


def build_program(settings: Settings, *, grader: Grader | None = None) -> Program:
    """Return a program that is ready to start.

    Parameters
    ----------
    grader
        Another engine than the default.

    Raises
    ------
    Unavailable
        If the data folder or the database cannot be used; the message says what to do.
    """
    key = _key_in(settings.data_dir)
    clock, database = SystemClock(), _database(settings)
    blobs = FolderBlobs(settings.data_dir / "blobs")
    rooms = LiveRooms(max_observers=settings.max_observers)
    library = FolderLibrary(settings.course_dirs)
    enrolments = EnrolmentService(storage=database, clock=clock)
    courses = CourseService(
        library=library, enrolments=enrolments, storage=database, blobs=blobs, clock=clock
    )
    engine = _engine(settings)
    grading_engine = grader or CachedGrader(engine)
    exercises, trust, runner, regrades = _grading(
        courses, storage=database, blobs=blobs, grader=grading_engine
    )
    desk = FolderDesk(settings.root_dir, library=library, course_dirs=settings.course_dirs)
    return Program(
        people=PeopleService(clock=clock, key=key, trainers=settings.trainers),
        my_data=MyDataService(storage=database, clock=clock),
        courses=courses,
        enrolments=enrolments,
        exercises=exercises,
        solutions=SolutionService(
            courses=courses, enrolments=enrolments, storage=database, clock=clock
        ),
        progress=ProgressService(
            courses=courses, enrolments=enrolments, storage=database, clock=clock
        ),
        manual_grades=ManualGradeService(courses=courses, storage=database, clock=clock),
        regrades=regrades,
        sessions=SessionService(storage=database, rooms=rooms, clock=clock, key=key),
        workspace=WorkspaceService(
            bundles=courses, workspace=FolderWorkspace(settings.root_dir), clock=clock
        ),
        authoring=AuthoringService(desk=desk, grader=grading_engine),
        trust=trust,
        runner=runner,
        rooms=rooms,
        start=runner.start if grader else partial(_start, runner, engine),
        stop=partial(_stop, (trust, regrades, runner), database),
    )


def _grading(
    courses: CourseService, *, storage: Database, blobs: FolderBlobs, grader: Grader
) -> tuple[ExerciseService, TrustService, AttemptRunner, RegradeService]:
    """Return what takes attempts, and what asks the engine about tests and attempts."""
    clock = SystemClock()
    exercises = ExerciseService(courses=courses, storage=storage, blobs=blobs, clock=clock)
    trust = TrustService(courses=courses, storage=storage, blobs=blobs, grader=grader)
    runner = AttemptRunner(exercises=exercises, grader=grader)
    runner.prepare_with(trust.prepare)
    regrades = RegradeService(
        courses=courses, storage=storage, blobs=blobs, grader=grader, clock=clock
    )
    regrades.prepare_with(trust.trust_of)
    return exercises, trust, runner, regrades


def _engine(settings: Settings) -> GradingEngine:
    """Return the engine; it starts nothing before it is asked to."""
    return GradingEngine(
        EngineOptions(
            min_level=LEVELS.index(settings.min_isolation),
            hidden=[settings.data_dir, *settings.course_dirs],
        )
    )


async def _start(runner: AttemptRunner, engine: GradingEngine) -> None:
    """Start, with the engine getting ready meanwhile."""
    await runner.start()
    warming = asyncio.create_task(_warm(engine))
    _in_background.add(warming)
    warming.add_done_callback(_in_background.discard)


async def _warm(engine: GradingEngine) -> None:
    try:
        await engine.warm()
    except Unavailable as error:
        log.warning("the first check may take longer, or fail: %s", error.message)


async def _stop(
    parts: Sequence[TrustService | RegradeService | AttemptRunner], database: Database
) -> None:
    for part in parts:  # the runner last: it closes the engine
        await part.stop()
    await asyncio.to_thread(database.close)


def _database(settings: Settings) -> Database:
    """Return the database with all its tables, brought up to date."""
    engine = make_engine(settings.database_url or sqlite_url(settings.database_file))
    migrate(engine)
    return Database(engine)


def _key_in(data_dir: Path) -> bytes:
    """Return the signing key from the data folder, which is shut for others first."""
    _make_private(data_dir)
    return read_key(data_dir / "signing_key")


def read_key(path: Path) -> bytes:
    """Return the signing key of this server, made on first use and readable by its owner only.

    Raises
    ------
    Unavailable
        If it cannot be read or made.
    """
    try:
        with suppress(FileExistsError):
            _write_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"the signing key {path} cannot be used: {error.strerror}") from error
    if len(key) != _KEY_BYTES:
        raise Unavailable(f"the signing key {path} is damaged: remove it and start again")
    return key


def _write_key(path: Path) -> None:
    """Write a new key; where links exist in one step, so that nobody ever reads half of it."""
    if path.exists():
        raise FileExistsError(path)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write_private(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # FAT, some network folders
        _write_private(path)
    finally:
        draft.unlink()


def _write_private(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))


def _make_private(folder: Path) -> None:
    """Make the folder, or shut one that is there for others; its group may be the operator's."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & stat.S_IRWXO:
            folder.chmod(mode & ~stat.S_IRWXO)
    except OSError as error:
        raise Unavailable(
            f"the data folder {folder} cannot be made or kept from others' eyes: "
            f"{error.strerror}; choose another with --HybridApp.data_dir"
        ) from error
