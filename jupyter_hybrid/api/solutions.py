"""Worked solutions."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_nothing
from jupyter_hybrid.api.views import solution_view
from jupyter_hybrid.domain.keys import check_grade_id


class SolutionHandler(HybridHandler):
    """``.../exercises/{exercise}/solution``."""

    @web.authenticated
    @authorized("read", resource="hybrid:solutions")
    async def get(self, course: str, module: str, step: str, exercise: str) -> None:
        """Show the worked solution to those who may read it."""
        solution = await self.in_thread(
            self.program.solutions.solution,
            self.person,
            step_key(course, module, step),
            check_grade_id(exercise, field="exercise"),
        )
        self.answer(solution_view(solution))


class GiveUpHandler(HybridHandler):
    """``.../exercises/{exercise}/give-up``."""

    @web.authenticated
    @authorized("write", resource="hybrid:solutions")
    async def post(self, course: str, module: str, step: str, exercise: str) -> None:
        """Give the exercise up and show its worked solution."""
        read_nothing(self.request.body)
        solution = await self.in_thread(
            self.program.solutions.give_up,
            self.person,
            step_key(course, module, step),
            check_grade_id(exercise, field="exercise"),
        )
        self.answer(solution_view(solution))
