"""How somebody becomes a learner of a course."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.bodies import read_enrolment_code
from jupyter_hybrid.api.record_views import enrolment_view
from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.domain.keys import check_key
from jupyter_hybrid.domain.people import Person


class EnrolmentHandler(HybridHandler):
    """``/hybrid/api/courses/{course}/enrolment``."""

    @web.authenticated
    @authorized("write", resource="hybrid:enrolments")
    async def post(self, course: str) -> None:
        """Enrol the caller."""
        code = read_enrolment_code(self.request.body)
        self.answer(enrolment_view(await self.in_thread(self._enrol, self.person, course, code)))

    def _enrol(self, person: Person, key: str, code: str | None) -> Enrolment:
        course = self.program.courses.course(person, check_key(key, field="course"))
        return self.program.enrolments.enrol(person, course, code=code)
