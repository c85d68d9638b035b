"""Every URL of the extension, in the order of openapi.yaml."""

from tornado.web import RequestHandler

from jupyter_hybrid.api.authoring import (
    CourseFolderHandler,
    DryRunHandler,
    LintHandler,
    NewCourseHandler,
)
from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.courses import (
    BundleHandler,
    CourseHandler,
    CoursesHandler,
    ProgressHandler,
)
from jupyter_hybrid.api.enrolments import EnrolmentHandler
from jupyter_hybrid.api.exercises import (
    AnswersHandler,
    AttemptHandler,
    AttemptsHandler,
    LatestAttemptsHandler,
)
from jupyter_hybrid.api.local import OpenStepHandler, ResetStepHandler, UpdateStepHandler
from jupyter_hybrid.api.manual_grades import (
    AnswerToGradeHandler,
    HandGradeHandler,
    ToGradeHandler,
)
from jupyter_hybrid.api.missing import MissingHandler
from jupyter_hybrid.api.people import MeHandler, MyDataHandler, PersonasHandler
from jupyter_hybrid.api.regrades import ApplyRegradeHandler, RegradeHandler
from jupyter_hybrid.api.sessions import (
    EndHandler,
    SessionHandler,
    SessionsHandler,
    StartHandler,
    TicketsHandler,
)
from jupyter_hybrid.api.socket import LiveSocket
from jupyter_hybrid.api.solutions import GiveUpHandler, SolutionHandler
from jupyter_hybrid.api.steps import StepMarkHandler

_STEP = "/hybrid/api/courses/{course}/modules/{module}/steps/{step}"
_LOCAL_STEP = "/hybrid/local/courses/{course}/modules/{module}/steps/{step}"
_EXERCISE = f"{_STEP}/exercises/{{exercise}}"

REST: dict[str, type[HybridHandler]] = {
    "/hybrid/api/me": MeHandler,
    "/hybrid/api/me/data": MyDataHandler,
    "/hybrid/api/personas": PersonasHandler,
    "/hybrid/api/courses": CoursesHandler,
    "/hybrid/api/courses/{course}": CourseHandler,
    "/hybrid/api/courses/{course}/enrolment": EnrolmentHandler,
    "/hybrid/api/courses/{course}/progress": ProgressHandler,
    f"{_STEP}/bundle": BundleHandler,
    f"{_STEP}/mark": StepMarkHandler,
    f"{_STEP}/attempts": LatestAttemptsHandler,
    f"{_EXERCISE}/attempts": AttemptsHandler,
    f"{_EXERCISE}/attempts/{{attempt}}": AttemptHandler,
    f"{_EXERCISE}/attempts/{{attempt}}/answers": AnswersHandler,
    f"{_EXERCISE}/solution": SolutionHandler,
    f"{_EXERCISE}/give-up": GiveUpHandler,
    f"{_EXERCISE}/regrade": RegradeHandler,
    f"{_EXERCISE}/regrade/apply": ApplyRegradeHandler,
    "/hybrid/api/courses/{course}/grading": ToGradeHandler,
    "/hybrid/api/courses/{course}/grading/{attempt}": AnswerToGradeHandler,
    "/hybrid/api/courses/{course}/grading/{attempt}/cells/{cell}": HandGradeHandler,
    "/hybrid/api/sessions": SessionsHandler,
    "/hybrid/api/sessions/{session}": SessionHandler,
    "/hybrid/api/sessions/{session}/start": StartHandler,
    "/hybrid/api/sessions/{session}/end": EndHandler,
    "/hybrid/api/sessions/{session}/tickets": TicketsHandler,
    f"{_LOCAL_STEP}/open": OpenStepHandler,
    f"{_LOCAL_STEP}/reset": ResetStepHandler,
    f"{_LOCAL_STEP}/update": UpdateStepHandler,
    "/hybrid/local/authoring/courses": CourseFolderHandler,
    "/hybrid/local/authoring/new": NewCourseHandler,
    "/hybrid/local/authoring/lint": LintHandler,
    "/hybrid/local/authoring/dry-run": DryRunHandler,
}
"""Handler by path template."""


def tornado_routes() -> list[tuple[str, type[RequestHandler]]]:
    """Return patterns and handlers for Tornado, the catch-all last."""
    rest: list[tuple[str, type[RequestHandler]]] = [
        (_pattern(template), handler) for template, handler in REST.items()
    ]
    return [
        *rest,
        (_pattern("/hybrid/live/{session}/{document}"), LiveSocket),
        ("/hybrid/(?:api|local)(?:/.*)?", MissingHandler),
    ]


def _pattern(template: str) -> str:
    parts = template.split("/")
    return "/".join("([^/]+)" if part.startswith("{") else part for part in parts)
