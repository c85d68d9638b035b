"""Writing a course: what is wrong with it, what its exercises give, how one begins."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.lint import DryRun, LintMessage
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.services.desk import AuthoringDesk, DraftNotebook, LintReport, OpenedFolder
from jupyter_hybrid.services.dry_run import Rehearsal, graded_by_tests, tests_of
from jupyter_hybrid.services.dry_run_messages import impossible, messages_of
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Grader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What dry runs of a notebook found.

    Parameters
    ----------
    runs
        One per exercise that is not graded by a person only.
    messages
        What is wrong with them, and what their author should know.
    tests
        Ids of the tests cells of each exercise, by its key.
    """

    runs: tuple[DryRun, ...] = ()
    messages: tuple[LintMessage, ...] = ()
    tests: Mapping[str, frozenset[str]] = field(default_factory=dict)


class AuthoringService:
    """What authors do with course folders below the root of their own server.

    All of it is for trainers; every path and what may be wrong with it is as in `AuthoringDesk`.

    Parameters
    ----------
    grader
        The engine that also grades learners.
    """

    def __init__(self, *, desk: AuthoringDesk, grader: Grader) -> None:
        self._desk = desk
        self._grader = grader
        self._one_at_a_time = asyncio.Lock()

    def open_folder(self, person: Person, path: str) -> OpenedFolder:
        """Offer the course folder around a path for as long as the server runs.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        Invalid, NotFound, Conflict
            As in `AuthoringDesk.offer`.
        """
        require(person, Action.WRITE_COURSES)
        return self._desk.offer(path)

    def new_course(
        self, person: Person, path: str, *, title: str, key: str | None = None
    ) -> OpenedFolder:
        """Make a course folder from the template.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        Invalid, Conflict, Unavailable
            As in `AuthoringDesk.make`.
        """
        require(person, Action.WRITE_COURSES)
        return self._desk.make(path, title=title, key=key)

    def lint(self, person: Person, path: str) -> LintReport:
        """Return all that is wrong with the course folder around a path, without running it.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        Invalid, NotFound
            As in `AuthoringDesk.lint`.
        """
        require(person, Action.WRITE_COURSES)
        return self._desk.lint(path)

    def notebooks(self, person: Person, path: str) -> tuple[str, ...]:
        """Return the source notebooks of the course around a path: what can be run dry.

        Raises
        ------
        NotAllowed, Invalid, NotFound
            As in `lint`.
        """
        require(person, Action.WRITE_COURSES)
        return tuple(self._desk.notebooks(path))

    async def dry_run(
        self, person: Person, path: str, exercise: str | None = None
    ) -> tuple[DryRun, ...]:
        """Return what the exercises of a source notebook give, solved by the author and untouched.

        One dry run at a time: a second one waits, so that learners on the same machine do not.

        Parameters
        ----------
        exercise
            Key of the one to run; None for all that are graded without a person.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        NotFound
            If there is no such notebook or exercise.
        Invalid
            If the notebook cannot be used, or the exercise is graded by a person only.
        Unavailable
            If the engine itself cannot work.
        """
        require(person, Action.WRITE_COURSES)
        draft = await asyncio.to_thread(self._desk.draft, path)
        return await self._rehearse(draft, _chosen(draft, exercise))

    async def rehearsed(self, person: Person, path: str) -> Rehearsed:
        """Return what a dry run of all exercises of a source notebook finds, as lint says it.

        A notebook that cannot be used is no message: `lint` says why, and names each cell.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        """
        require(person, Action.WRITE_COURSES)
        try:
            draft = await asyncio.to_thread(self._desk.draft, path)
        except (Invalid, NotFound, NotAllowed) as error:
            log.debug("%s is not run: %s", path, error.message)
            return Rehearsed()
        try:
            runs = await self._rehearse(draft, _chosen(draft, None))
        except (Invalid, Unavailable) as error:
            return Rehearsed(messages=(impossible(draft, error.message),))
        tests = {one.key: tests_of(draft, one) for one in draft.exercises}
        return Rehearsed(runs, messages_of(draft, runs), tests)

    async def _rehearse(
        self, draft: DraftNotebook, exercises: Sequence[Exercise]
    ) -> tuple[DryRun, ...]:
        async with self._one_at_a_time:
            return await Rehearsal(draft, grader=self._grader).run(exercises)


def _chosen(draft: DraftNotebook, key: str | None) -> list[Exercise]:
    if key is None:
        return graded_by_tests(draft, draft.exercises)
    found = [exercise for exercise in draft.exercises if exercise.key == key]
    if not found:
        raise NotFound(f"{draft.path!r} has no exercise {key[:80]!r}", field="exercise")
    if not tests_of(draft, found[0]):
        raise Invalid(
            f"the exercise {key!r} has no tests: a person grades it, so there is nothing to run",
            field="exercise",
        )
    return found
