"""The built front end, sent compressed where it lies compressed beside the original."""

import mimetypes
from pathlib import Path

from jupyter_core.paths import jupyter_path
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import FileFindHandler

STATIC = "/lab/extensions/jupyter-hybrid/static/(.*)"


def static_folders() -> list[str]:
    """Return where the built front end may be, the first first."""
    return jupyter_path("labextensions", "jupyter-hybrid", "static")


class BuiltFileHandler(FileFindHandler):
    """Stands before JupyterLab's own handler, which compresses nothing and lets nothing be kept.

    Names of built files hold a hash of their content, except those in `_CHANGING`.
    """

    _CHANGING = ("style.js",)

    @allow_unauthenticated
    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002  Tornado's
        """Send a file, its ``.gz`` where there is one and the browser takes it."""
        self._original = path
        self.set_header("Vary", "Accept-Encoding")
        is_packed = "gzip" in self.request.headers.get("Accept-Encoding", "") and _is_there(
            f"{path}.gz"
        )
        if is_packed:
            self.set_header("Content-Encoding", "gzip")
        await super().get(f"{path}.gz" if is_packed else path, include_body)

    def set_headers(self) -> None:
        """Let browsers keep what cannot change."""
        super().set_headers()
        if self._original not in self._CHANGING:
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")

    def get_content_type(self) -> str:
        """Return the type of what was asked for, compressed or not."""
        return mimetypes.guess_type(self._original)[0] or "application/octet-stream"


def _is_there(path: str) -> bool:
    return any(Path(folder, path).is_file() for folder in static_folders())
