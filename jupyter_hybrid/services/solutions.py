"""Worked solutions: reading them, and giving up for them (docs/decisions/0013)."""

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_hybrid.domain.attempts import AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import NotAllowed, NotFound
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.progress import GivenUp
from jupyter_hybrid.domain.releases import Release
from jupyter_hybrid.domain.solutions import (
    Solution,
    SolutionState,
    solution_of,
    solution_state,
    why_shut,
)
from jupyter_hybrid.services.courses import CourseService, told_to
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import find_exercise
from jupyter_hybrid.services.policy import Action, may, require
from jupyter_hybrid.services.ports import Clock
from jupyter_hybrid.services.repositories import Repositories, Storage


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a worked solution is asked of.

    Parameters
    ----------
    exercise
        As it is now: what is shown can no longer be won afterwards.
    solution
        Of its answers, as they are in the release that the person works with.
    """

    step: StepKey
    exercise: Exercise
    solution: Solution


class SolutionService:
    """Shows worked solutions to those who may read them."""

    def __init__(
        self,
        *,
        courses: CourseService,
        enrolments: EnrolmentService,
        storage: Storage,
        clock: Clock,
    ) -> None:
        self._courses = courses
        self._enrolments = enrolments
        self._storage = storage
        self._clock = clock

    def solution(self, person: Person, step: StepKey, exercise: str) -> Solution:
        """Return the worked solution of an exercise, from the release that `person` works with.

        If that release lacks an answer that the exercise asks for now, it is the current one's.
        Trainers may always read it.

        Raises
        ------
        NotFound
            If there is no such step or exercise, or it has no answer cell.
        NotAllowed
            If it is not open for `person`, also because another exercise asks for the same answer
            now, or they do not take the course; the message says what opens it.
        Invalid
            If the step cannot be read.
        Unavailable
            If they do not take the course, and it cannot be read who may.
        """
        asked = self._asked(person, step, exercise)
        if may(person, Action.READ_SOLUTIONS):
            return asked.solution
        with self._storage.transaction(is_reading=True) as repositories:
            state, attempts = _state(repositories, person, asked)
        if state is not SolutionState.OPEN:
            raise NotAllowed(why_shut(asked.exercise, state, attempts=attempts), field="exercise")
        return asked.solution

    def give_up(self, person: Person, step: StepKey, exercise: str) -> Solution:
        """Give an exercise up and return its worked solution; once more changes nothing.

        Where the solution is open already nothing is given up. Points that were made stay.

        Raises
        ------
        NotFound, Invalid, Unavailable
            As in `solution`.
        NotAllowed
            If it cannot be given up yet, or at all; the message says what opens the solution.
        """
        asked = self._asked(person, step, exercise)
        with self._storage.transaction() as repositories:
            state, attempts = _state(repositories, person, asked)
            if state is SolutionState.LOCKED:
                raise NotAllowed(
                    why_shut(asked.exercise, state, attempts=attempts), field="exercise"
                )
            if state is SolutionState.GIVE_UP:
                repositories.given_up.add(GivenUp(person.name, step, exercise, self._clock.now()))
        return asked.solution

    def _asked(self, person: Person, step: StepKey, key: str) -> _Asked:
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            attempts = repositories.attempts.of_exercise(person.name, step, key)
        release = self._release(person, step, attempts[-1].release if attempts else None)
        now = self._courses.now(step, find_exercise(release, key))
        if now.heirs and not may(person, Action.READ_SOLUTIONS):
            raise NotAllowed(
                f"exercise {key!r} is no longer part of the course; its worked solution comes with"
                f" exercise {now.heirs[0]!r}, which asks for the same now",
                field="exercise",
            )
        if not now.exercise.answers:
            raise NotFound(f"exercise {key!r} has no worked solution")
        if not {cell.id for cell in release.notebook.answers}.issuperset(now.exercise.answers):
            with told_to(person):
                release = self._courses.current_release(step)
        return _Asked(step, now.exercise, solution_of(release.notebook, now.exercise))

    def _release(self, person: Person, step: StepKey, used: str | None) -> Release:
        if used is not None:
            self._courses.admit(person, step.course)  # they may have been taken off its list
            return self._courses.release(step, used)
        # Who never handed anything in may not even be a learner of the course.
        course = self._courses.course(person, step.course)
        course.step(step.module, step.step)
        self._enrolments.admit(person, course)
        with told_to(person):
            return self._courses.current_release(step)


def _state(
    repositories: Repositories, person: Person, asked: _Asked
) -> tuple[SolutionState, Sequence[AttemptSummary]]:
    key = asked.exercise.key
    attempts = repositories.attempts.summaries_of_exercise(person.name, asked.step, key)
    given_up = repositories.given_up.get(person.name, asked.step, key)
    at = given_up.at if given_up else None
    return solution_state(asked.exercise, attempts=attempts, given_up_at=at), attempts
