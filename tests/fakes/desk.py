"""Course folders of an author in a dictionary."""

from collections.abc import Mapping, Sequence

from jupyter_hybrid.domain.errors import Conflict, NotFound
from jupyter_hybrid.domain.lint import LintMessage
from jupyter_hybrid.services.desk import DraftNotebook, LintReport, OpenedFolder


class FakeAuthoringDesk:
    """The `AuthoringDesk` port: one folder per path, and what is at it."""

    def __init__(
        self,
        *,
        drafts: Mapping[str, DraftNotebook] | None = None,
        messages: Sequence[LintMessage] = (),
    ) -> None:
        self.folders = {"statistics": "statistics"}
        self.drafts = dict(drafts or {})
        self.messages = tuple(messages)
        self.offered: list[str] = []

    def offer(self, path: str) -> OpenedFolder:
        self.offered.append(self._key(path))
        return OpenedFolder(self._key(path), path)

    def make(self, path: str, *, title: str, key: str | None = None) -> OpenedFolder:
        if path in self.folders:
            raise Conflict(f"{path!r} is there")
        self.folders[path] = key or title.lower()
        return OpenedFolder(self.folders[path], path)

    def lint(self, path: str) -> LintReport:
        return LintReport(self._key(path), path, self.messages)

    def notebooks(self, path: str) -> Sequence[str]:
        self._key(path)
        return list(self.drafts)

    def draft(self, path: str) -> DraftNotebook:
        if path not in self.drafts:
            raise NotFound(f"there is no notebook {path!r}")
        return self.drafts[path]

    def _key(self, path: str) -> str:
        if path not in self.folders:
            raise NotFound(f"{path!r} holds no course.yaml")
        return self.folders[path]
