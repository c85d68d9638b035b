"""What people mark at steps."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_step_mark
from jupyter_hybrid.api.views import step_progress_view


class StepMarkHandler(HybridHandler):
    """``.../steps/{step}/mark``."""

    @web.authenticated
    @authorized("write", resource="hybrid:progress")
    async def put(self, course: str, module: str, step: str) -> None:
        """Store where the caller is, and whether they are done."""
        is_done, cell = read_step_mark(self.request.body)
        progress = await self.in_thread(
            self.program.progress.mark_step,
            self.person,
            step_key(course, module, step),
            is_done=is_done,
            cell=cell,
        )
        self.answer(step_progress_view(progress))
