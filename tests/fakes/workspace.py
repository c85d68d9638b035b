"""A learner's folder in a dictionary."""

from datetime import datetime

from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.releases import Bundle, Placed, Replaced


class FakeWorkspace:
    """The `Workspace` port; a merge takes the learner's notebook for one great answer."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def place(self, bundle: Bundle, *, folder: str) -> Placed:
        for path, content in bundle.files.items():
            self.files.setdefault(f"{folder}/{path}", content)
        path = f"{folder}/{bundle.path}"
        is_new = path not in self.files
        self.files.setdefault(path, bundle.learner_copy.encode())
        return Placed(path, is_new, bundle.kind)

    def reset(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        path, kept = self._keep(bundle, folder=folder, at=at)
        self.files[path] = bundle.learner_copy.encode()
        return Replaced(path, kept)

    def merge(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        path, kept = self._keep(bundle, folder=folder, at=at)
        return Replaced(path, kept, n_answers=1)

    def _keep(self, bundle: Bundle, *, folder: str, at: datetime) -> tuple[str, str]:
        path = f"{folder}/{bundle.path}"
        if path not in self.files:
            raise NotFound(f"{path!r} is not in your folder")
        kept = f"{path} ({at:%Y-%m-%d %H.%M})"
        self.files[kept] = self.files[path]
        return path, kept
