"""Writing courses: answered by the author's own server, about folders below its root."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.authoring_views import (
    dry_runs_view,
    lint_report_view,
    opened_folder_view,
)
from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.bodies import (
    read_authoring_path,
    read_dry_run,
    read_folder_path,
    read_new_course,
)


class CourseFolderHandler(HybridHandler):
    """``/hybrid/local/authoring/courses``."""

    @web.authenticated
    @authorized("write", resource="hybrid:authoring")
    async def post(self) -> None:
        """Offer a course folder on this server for as long as it runs."""
        path = read_folder_path(self.request.body)
        opened = await self.in_thread(self.program.authoring.open_folder, self.person, path)
        self.answer(opened_folder_view(opened))


class NewCourseHandler(HybridHandler):
    """``/hybrid/local/authoring/new``."""

    @web.authenticated
    @authorized("write", resource="hybrid:authoring")
    async def post(self) -> None:
        """Make a course folder from the template."""
        path, title = read_new_course(self.request.body)
        made = await self.in_thread(
            self.program.authoring.new_course, self.person, path, title=title
        )
        self.answer(opened_folder_view(made), status=201)


class LintHandler(HybridHandler):
    """``/hybrid/local/authoring/lint``."""

    @web.authenticated
    @authorized("write", resource="hybrid:authoring")
    async def post(self) -> None:
        """Say what is wrong with the course folder around a file."""
        path = read_authoring_path(self.request.body)
        report = await self.in_thread(self.program.authoring.lint, self.person, path)
        self.answer(lint_report_view(report))


class DryRunHandler(HybridHandler):
    """``/hybrid/local/authoring/dry-run``."""

    @web.authenticated
    @authorized("write", resource="hybrid:authoring")
    async def post(self) -> None:
        """Grade exercises of a source notebook with their own solutions, and untouched."""
        path, exercise = read_dry_run(self.request.body)
        runs = await self.program.authoring.dry_run(self.person, path, exercise)
        self.answer(dry_runs_view(runs))
