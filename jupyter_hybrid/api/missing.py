"""Addresses that do not exist."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.domain.errors import NotFound


class MissingHandler(HybridHandler):
    """Answers what nobody else does, in JSON and not with Jupyter's page."""

    @web.authenticated
    @authorized("read", resource="hybrid:missing")
    async def get(self) -> None:
        """Say that there is no such address."""
        raise NotFound(f"there is no address {self.request.path[:200]}")

    @web.authenticated
    @authorized("write", resource="hybrid:missing")
    async def post(self) -> None:
        """Say that there is no such address."""
        raise NotFound(f"there is no address {self.request.path[:200]}")
