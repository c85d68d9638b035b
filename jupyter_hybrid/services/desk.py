"""What authoring needs from the outside, as `ports` holds it for the other use cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.lint import LintMessage
from jupyter_hybrid.domain.notebooks import Notebook


@dataclass(frozen=True, slots=True)
class OpenedFolder:
    """A course folder that an author has at hand.

    Parameters
    ----------
    course
        Key of its course.
    path
        Path of the folder relative to the server's root folder, with ``/``; empty for the root.
    """

    course: str
    path: str


@dataclass(frozen=True, slots=True)
class LintReport:
    """What is wrong with a course folder.

    Parameters
    ----------
    course
        Key of the course, or None while its file has problems.
    folder
        Path of the folder relative to the server's root folder, with ``/``; empty for the root.
    messages
        Those about the course file first, then file by file.
    """

    course: str | None
    folder: str
    messages: tuple[LintMessage, ...]


@dataclass(frozen=True, slots=True)
class DraftNotebook:
    """A source notebook that can be tried before anybody is handed it.

    Parameters
    ----------
    step
        ``module/step`` or, for a notebook outside a course, its path.
    path
        Path of the notebook in its course folder or, outside a course, its name.
    notebook, exercises
        What it holds.
    files
        Content of the data files that learners get with it, by path in the course folder.
    """

    step: str
    path: str
    notebook: Notebook
    exercises: tuple[Exercise, ...]
    files: Mapping[str, bytes]


class AuthoringDesk(Protocol):
    """The course folders that an author writes, below the root folder of their own server.

    Each path is relative to that root folder. What is common to all methods:

    Raises
    ------
    Invalid
        If the path is absolute, hidden, or leaves the root folder.
    NotAllowed
        If a symbolic link leads out of the root folder, to no configured course folder either.
    NotFound
        If nothing is there, or no folder around it holds a ``course.yaml``.
    """

    def offer(self, path: str) -> OpenedFolder:
        """Offer the course folder around a path on this server for as long as it runs.

        Raises
        ------
        Invalid
            If the course cannot be offered; the message says why.
        Conflict
            If another course has its key.
        """
        ...

    def make(self, path: str, *, title: str, key: str | None = None) -> OpenedFolder:
        """Write a new course folder from the template.

        Parameters
        ----------
        key
            Key of the course; None for one that is made of the title.

        Raises
        ------
        Conflict
            If something is there already.
        Unavailable
            If it cannot be written.
        """
        ...

    def lint(self, path: str) -> LintReport:
        """Return all that is wrong with the course folder around a path; runs nothing."""
        ...

    def notebooks(self, path: str) -> Sequence[str]:
        """Return the source notebooks of the course around a path, as paths below the root."""
        ...

    def draft(self, path: str) -> DraftNotebook:
        """Return a source notebook with what is needed to run it.

        Raises
        ------
        Invalid
            If it cannot be used; the message names file and cell.
        """
        ...
