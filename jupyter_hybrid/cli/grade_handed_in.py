"""What a class handed in, in nbgrader's folders: ``<learner>/<assignment>/<notebook>.ipynb``."""

import os
import stat
from collections.abc import Collection
from pathlib import Path

from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound

_SHOWN = 120
"""Characters of a name that are repeated."""


class HandedIn:
    """The submissions of one assignment.

    Nothing is read that lies outside of the folder of the learner it is for: a symbolic link to a
    neighbour's work is refused as one to the rest of the machine is.

    Parameters
    ----------
    folder
        Holds a folder for each learner.
    assignment
        Name of the folder in each of them.
    apart
        A folder that is no learner's, wherever it lies: the one that results go to.

    Raises
    ------
    NotFound
        If it is no folder, or nobody handed anything in.
    """

    def __init__(self, folder: Path, *, assignment: str, apart: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._assignment = assignment
        if not self._folder.is_dir():
            raise NotFound(f"there is no folder {folder}")
        self.learners = tuple(self._learners(Path(os.path.realpath(apart))))
        if not any(os.path.lexists(self._of(learner)) for learner in self.learners):
            raise NotFound(
                f"{folder} holds no submission: no folder in it has one called {assignment!r};"
                " submissions lie in LEARNER/ASSIGNMENT/NOTEBOOK.ipynb"
            )

    def read(self, learner: str, name: str) -> bytes:
        """Return the content of a learner's notebook, at most one byte more than is accepted.

        Raises
        ------
        NotFound
            If it was not handed in.
        NotAllowed
            If a symbolic link leads out of the learner's folder.
        Invalid
            If it cannot be read.
        """
        path = self._of(learner) / name
        if not os.path.lexists(self._of(learner)):
            raise NotFound(f"nothing was handed in: there is no folder {self._assignment!r}")
        real = self._inside(learner, path)
        if not os.path.lexists(path):
            raise NotFound(f"the notebook {name!r} was not handed in")
        try:
            return _content(real)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise Invalid(f"{name} cannot be read: {reason}") from error

    def foreign(self, learner: str, *, names: Collection[str]) -> list[str]:
        """Return the notebooks that a learner handed in beside those of the assignment."""
        folder = self._of(learner)
        try:
            self._inside(learner, folder)
            found = sorted(entry.name for entry in folder.iterdir() if entry.suffix == ".ipynb")
        except (OSError, ValueError, NotAllowed):
            return []
        return [name for name in found if name not in names and name[0] != "."]

    def _of(self, learner: str) -> Path:
        return self._folder / learner / self._assignment

    def _learners(self, apart: Path) -> list[str]:
        try:
            entries = sorted(self._folder.iterdir())
        except OSError as error:
            raise NotFound(f"{self._folder} cannot be read: {error.strerror}") from error
        return [
            entry.name
            for entry in entries
            if entry.name[0] != "."
            and (entry.is_symlink() or entry.is_dir())
            and Path(os.path.realpath(entry)) != apart
        ]

    def _inside(self, learner: str, path: Path) -> Path:
        """Return the real path of what a learner handed in."""
        try:
            real = Path(os.path.realpath(path))
        except (OSError, ValueError) as error:
            raise Invalid(f"{str(path)[-_SHOWN:]!r} cannot be followed") from error
        if not real.is_relative_to(self._folder / learner):
            raise NotAllowed(
                f"{path.name!r} is reached by a symbolic link out of the learner's own folder; it"
                " was not read"
            )
        return real


def _content(path: Path) -> bytes:
    """Return a file's content; whoever opens a pipe must not wait for its other end."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as stream:  # noqa: PTH123  it is open already
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("it is no ordinary file")
        return stream.read(MAX_NOTEBOOK_BYTES + 1)
