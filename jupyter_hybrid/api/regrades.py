"""Checking everybody's attempts at an exercise again."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_nothing, read_regrade_id
from jupyter_hybrid.api.grading_views import regrade_view
from jupyter_hybrid.domain.keys import check_grade_id


class RegradeHandler(HybridHandler):
    """``.../exercises/{exercise}/regrade``."""

    @web.authenticated
    @authorized("read", resource="hybrid:grades")
    async def get(self, course: str, module: str, step: str, exercise: str) -> None:
        """Show how far it is, and what would change."""
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        regrade = self.program.regrades.regrade(self.person, key, exercise)
        await self.answer_from(regrade_view, regrade)

    @web.authenticated
    @authorized("write", resource="hybrid:grades")
    async def post(self, course: str, module: str, step: str, exercise: str) -> None:
        """Begin a preview; nothing is stored."""
        read_nothing(self.request.body)
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        regrade = await self.program.regrades.begin(self.person, key, exercise)
        self.answer(regrade_view(regrade), status=201)

    @web.authenticated
    @authorized("write", resource="hybrid:grades")
    async def delete(self, course: str, module: str, step: str, exercise: str) -> None:
        """Stop it; nothing was stored."""
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        regrade = await self.program.regrades.cancel(self.person, key, exercise)
        self.answer(regrade_view(regrade))


class ApplyRegradeHandler(HybridHandler):
    """``.../exercises/{exercise}/regrade/apply``."""

    @web.authenticated
    @authorized("write", resource="hybrid:grades")
    async def post(self, course: str, module: str, step: str, exercise: str) -> None:
        """Store what the preview shows."""
        regrade_id = read_regrade_id(self.request.body)
        key = step_key(course, module, step)
        check_grade_id(exercise, field="exercise")
        regrade = await self.program.regrades.apply(
            self.person, key, exercise, regrade_id=regrade_id
        )
        await self.answer_from(regrade_view, regrade)
