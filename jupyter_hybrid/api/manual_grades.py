"""Answers that a person grades."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.bodies import read_hand_grade
from jupyter_hybrid.api.grading_views import answer_to_grade_view, to_grade_view
from jupyter_hybrid.api.views import Json
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import check_grade_id, check_key
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.services.gradebook import ToGradeQuery, ToGradeState

MAX_PAGE = 200
_MAX_OFFSET = 10**9


class ToGradeHandler(HybridHandler):
    """``.../courses/{course}/grading``."""

    @web.authenticated
    @authorized("read", resource="hybrid:grades")
    async def get(self, course: str) -> None:
        """List the answers that a person grades."""
        query = self._query(check_key(course, field="course"))
        await self.answer_from(self._page, self.person, query, is_blind=is_blind(self))

    def _page(self, person: Person, query: ToGradeQuery, *, is_blind: bool) -> Json:
        page = self.program.manual_grades.to_grade(person, query)
        return to_grade_view(page, is_blind=is_blind)

    def _query(self, course: str) -> ToGradeQuery:
        module, step = self._optional("module"), self._optional("step")
        exercise, state = self._optional("exercise"), self._optional("state")
        if (module is None) != (step is None):
            raise Invalid("module and step go together", field="step")
        if state not in {None, *(one.value for one in ToGradeState)}:
            raise Invalid("state must be waiting, graded or all", field="state")
        return ToGradeQuery(
            course=course,
            step=StepKey(course, check_key(module, field="module"), check_key(step, field="step"))
            if module is not None and step is not None
            else None,
            exercise=None if exercise is None else check_grade_id(exercise, field="exercise"),
            state=ToGradeState(state or ToGradeState.ALL),
            offset=self._number("offset", 0, least=0, most=_MAX_OFFSET),
            limit=self._number("limit", 50, least=1, most=MAX_PAGE),
        )

    def _optional(self, name: str) -> str | None:
        return self.get_query_argument(name, None) or None

    def _number(self, name: str, default: int, *, least: int, most: int) -> int:
        given = self.get_query_argument(name, str(default))
        if not (given.isascii() and given.isdecimal() and len(given) <= len(str(most))):
            raise Invalid(f"{name} must be a whole number", field=name)
        if not least <= int(given) <= most:
            raise Invalid(f"{name} must be {least} to {most}", field=name)
        return int(given)


class AnswerToGradeHandler(HybridHandler):
    """``.../courses/{course}/grading/{attempt}``."""

    @web.authenticated
    @authorized("read", resource="hybrid:grades")
    async def get(self, course: str, attempt: str) -> None:
        """Show an answer with all that is needed to grade it."""
        found = await self.in_thread(
            self.program.manual_grades.answer,
            self.person,
            check_key(course, field="course"),
            attempt,
        )
        self.answer(answer_to_grade_view(found, is_blind=is_blind(self)))


class HandGradeHandler(HybridHandler):
    """``.../courses/{course}/grading/{attempt}/cells/{cell}``."""

    @web.authenticated
    @authorized("write", resource="hybrid:grades")
    async def put(self, course: str, attempt: str, cell: str) -> None:
        """Give points and a comment for one cell."""
        given, seen = read_hand_grade(self.request.body, cell=check_grade_id(cell, field="cell"))
        found = await self.in_thread(
            self.program.manual_grades.give,
            self.person,
            check_key(course, field="course"),
            attempt,
            given=given,
            seen=seen,
        )
        self.answer(answer_to_grade_view(found, is_blind=is_blind(self)))


def is_blind(handler: HybridHandler) -> bool:
    """Return whether the trainer grades without names."""
    return handler.get_query_argument("blind", "false") == "true"
