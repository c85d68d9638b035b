"""All use cases of a running program, put together by `bootstrap`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jupyter_hybrid.services.authoring import AuthoringService
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import ExerciseService
from jupyter_hybrid.services.manual_grades import ManualGradeService
from jupyter_hybrid.services.my_data import MyDataService
from jupyter_hybrid.services.people import PeopleService
from jupyter_hybrid.services.ports import Rooms
from jupyter_hybrid.services.progress import ProgressService
from jupyter_hybrid.services.regrades import RegradeService
from jupyter_hybrid.services.runner import AttemptRunner
from jupyter_hybrid.services.sessions import SessionService
from jupyter_hybrid.services.solutions import SolutionService
from jupyter_hybrid.services.trust import TrustService
from jupyter_hybrid.services.workspace import WorkspaceService


@dataclass(frozen=True, slots=True)
class Program:
    """What handlers and commands may call.

    Parameters
    ----------
    start, stop
        Begin and end what runs in the background.
    """

    people: PeopleService
    my_data: MyDataService
    courses: CourseService
    enrolments: EnrolmentService
    exercises: ExerciseService
    solutions: SolutionService
    progress: ProgressService
    manual_grades: ManualGradeService
    regrades: RegradeService
    sessions: SessionService
    workspace: WorkspaceService
    authoring: AuthoringService
    trust: TrustService
    runner: AttemptRunner
    rooms: Rooms
    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
