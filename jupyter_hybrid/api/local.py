"""What only the server that owns the learner's folder can do."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_nothing
from jupyter_hybrid.api.views import placed_view


class OpenStepHandler(HybridHandler):
    """``/hybrid/local/.../steps/{step}/open``."""

    @web.authenticated
    @authorized("write", resource="hybrid:workspace")
    async def post(self, course: str, module: str, step: str) -> None:
        """Put the step into the caller's folder unless it is there."""
        read_nothing(self.request.body)
        placed = await self.in_thread(
            self.program.workspace.open_step, self.person, step_key(course, module, step)
        )
        self.answer(placed_view(placed), status=201 if placed.is_new else 200)
