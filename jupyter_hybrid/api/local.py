"""What only the server that owns the learner's folder can do."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler, step_key
from jupyter_hybrid.api.bodies import read_nothing, read_step_update
from jupyter_hybrid.api.views import placed_view, replaced_view


class OpenStepHandler(HybridHandler):
    """``/hybrid/local/.../steps/{step}/open``."""

    @web.authenticated
    @authorized("write", resource="hybrid:workspace")
    async def post(self, course: str, module: str, step: str) -> None:
        """Put the step into the caller's folder unless it is there."""
        read_nothing(self.request.body)
        key = step_key(course, module, step)
        placed = await self.in_thread(self.program.workspace.open_step, self.person, key)
        self.program.trust.begin(key)
        self.answer(placed_view(placed), status=201 if placed.is_new else 200)


class ResetStepHandler(HybridHandler):
    """``/hybrid/local/.../steps/{step}/reset``."""

    @web.authenticated
    @authorized("write", resource="hybrid:workspace")
    async def post(self, course: str, module: str, step: str) -> None:
        """Put a fresh copy of the step into the caller's folder and keep theirs."""
        read_nothing(self.request.body)
        replaced = await self.in_thread(
            self.program.workspace.reset_step, self.person, step_key(course, module, step)
        )
        self.answer(replaced_view(replaced))


class UpdateStepHandler(HybridHandler):
    """``/hybrid/local/.../steps/{step}/update``."""

    @web.authenticated
    @authorized("write", resource="hybrid:workspace")
    async def post(self, course: str, module: str, step: str) -> None:
        """Bring the caller's copy of the step to the newest release."""
        mode = read_step_update(self.request.body)
        replaced = await self.in_thread(
            self.program.workspace.update_step,
            self.person,
            step_key(course, module, step),
            mode=mode,
        )
        self.answer(replaced_view(replaced))
