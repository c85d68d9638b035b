"""A learner's folder in a dictionary."""

from jupyter_hybrid.domain.releases import Bundle
from jupyter_hybrid.services.ports import Placed


class FakeWorkspace:
    """The `Workspace` port."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def place(self, bundle: Bundle, *, folder: str) -> Placed:
        for path, content in bundle.files.items():
            self.files.setdefault(f"{folder}/{path}", content)
        path = f"{folder}/{bundle.path}"
        is_new = path not in self.files
        self.files.setdefault(path, bundle.learner_copy.encode())
        return Placed(path, is_new)
