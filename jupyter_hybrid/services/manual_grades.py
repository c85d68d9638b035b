"""Answers that a person has to grade: the list of them, each of them, and giving points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome, AttemptState
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.manual_grades import (
    HandGrade,
    Work,
    hand_graded,
    is_by_hand,
    work_of,
)
from jupyter_hybrid.domain.people import OWNER, Person
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.gradebook import ToGradeCount, ToGradeQuery
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Clock
from jupyter_hybrid.services.repositories import Repositories, Storage

A_TRAINER = "your trainer"
"""What learners read where a server knows nobody's name."""


@dataclass(frozen=True, slots=True)
class ToGradeList:
    """A page of the answers that a person grades.

    Parameters
    ----------
    attempts
        Waiting first, oldest first.
    counts
        Of all exercises of the course, whatever was asked for.
    names
        What the course's list calls people, by the name that they are stored under.
    """

    attempts: Sequence[AttemptOutcome]
    counts: Sequence[ToGradeCount]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CellToGrade:
    """One cell that a person grades, with all that they need for it."""

    grade: CellGrade
    work: Work


@dataclass(frozen=True, slots=True)
class AnswerToGrade:
    """One attempt with the cells that a person grades.

    Parameters
    ----------
    name
        What the course's list calls the learner.
    others
        The learner's other attempts at the exercise that a person graded or has to, oldest first.
    is_latest
        Whether no later one of them waits instead.
    language
        Of the notebook's code, for example ``python``.
    """

    attempt: Attempt
    name: str
    cells: Sequence[CellToGrade]
    others: Sequence[AttemptOutcome]
    is_latest: bool
    language: str


class ManualGradeService:
    """Lets trainers grade what no test can; all of it is for trainers."""

    def __init__(self, *, courses: CourseService, storage: Storage, clock: Clock) -> None:
        self._courses = courses
        self._storage = storage
        self._clock = clock

    def to_grade(self, person: Person, query: ToGradeQuery) -> ToGradeList:
        """Return a page of the answers that a person grades.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        """
        require(person, Action.GRADE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            return ToGradeList(
                repositories.gradebook.to_grade(query),
                repositories.gradebook.counts(query.course),
                _names(repositories, query.course),
            )

    def answer(self, person: Person, course: str, attempt_id: str) -> AnswerToGrade:
        """Return an attempt with all that is needed to grade it.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        NotFound
            If the course has no such attempt, nobody has to grade it, or its release is gone.
        """
        require(person, Action.GRADE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            attempt, grade = _found(repositories, course, attempt_id)
            made = repositories.attempts.of_exercise(attempt.person, attempt.step, attempt.exercise)
            name = _names(repositories, course).get(attempt.person, attempt.person)
        notebook = self._courses.release(attempt.step, attempt.release).notebook
        cells = [
            CellToGrade(cell, work)
            for cell in grade.cells
            if is_by_hand(cell)
            for work in [work_of(notebook, cell.cell, answers=attempt.answers, free=attempt.free)]
        ]
        by_hand = [one for one in made if _is_by_hand(one)]
        return AnswerToGrade(
            attempt=attempt,
            name=name,
            cells=cells,
            others=[one for one in by_hand if one.id != attempt.id],
            is_latest=by_hand[-1].id == attempt.id,
            language=notebook.language,
        )

    def give(
        self,
        person: Person,
        course: str,
        attempt_id: str,
        *,
        given: HandGrade,
        seen: CellGrade,
    ) -> AnswerToGrade:
        """Store what a trainer gives for one cell, and return the attempt as it is then.

        Parameters
        ----------
        given
            Points and comment; who gave them is taken from `person`.
        seen
            The cell as the trainer saw it.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        NotFound
            If the course has no such attempt, or nobody has to grade that cell of it.
        Invalid
            If there cannot be so many points, or the comment is too long.
        Conflict
            If somebody else graded it meanwhile; the message says what they gave.
        """
        require(person, Action.GRADE_COURSES)
        signed = replace(given, by=_signature(person))
        with self._storage.transaction() as repositories:
            attempt, grade = _found(repositories, course, attempt_id)
            changed = hand_graded(grade, seen.cell, given=signed, seen=seen)
            if changed is not grade:
                repositories.gradebook.replace_grade(
                    replace(attempt, grade=changed, graded_at=self._clock.now())
                )
        return self.answer(person, course, attempt_id)


def _found(repositories: Repositories, course: str, attempt_id: str) -> tuple[Attempt, Grade]:
    attempt = repositories.attempts.get(attempt_id)
    if attempt is None or attempt.step.course != course or not _is_by_hand(attempt):
        raise NotFound(f"there is no answer {attempt_id[:80]!r} to grade by hand")
    if attempt.grade is None:
        raise NotFound(f"the answer {attempt_id[:80]!r} was not graded yet")
    return attempt, attempt.grade


def _is_by_hand(attempt: AttemptOutcome) -> bool:
    return (
        attempt.state is AttemptState.GRADED
        and attempt.grade is not None
        and any(is_by_hand(cell) for cell in attempt.grade.cells)
    )


def _names(repositories: Repositories, course: str) -> dict[str, str]:
    return {
        one.person: one.display_name
        for one in repositories.enrolments.of_course(course)
        if one.display_name
    }


def _signature(person: Person) -> str:
    # The owner of a server of their own is called "You", which a learner would take for themselves.
    return A_TRAINER if person.name == OWNER else person.display_name
