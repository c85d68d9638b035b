"""How far a person is in their courses, and what they mark there themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jupyter_hybrid.domain.attempts import AttemptSummary
from jupyter_hybrid.domain.courses import Course, Step, StepKey
from jupyter_hybrid.domain.keys import check_grade_id
from jupyter_hybrid.domain.next_step import next_step
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.progress import (
    CourseProgress,
    ExerciseProgress,
    StepMark,
    StepProgress,
    progress_of,
    step_progress_of,
)
from jupyter_hybrid.services.courses import CourseService, StepView
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Clock
from jupyter_hybrid.services.repositories import Repositories, Storage


@dataclass(frozen=True, slots=True)
class _Records:
    """What is stored about one person, by what it is about."""

    attempts: defaultdict[tuple[StepKey, str], list[AttemptSummary]] = field(
        default_factory=lambda: defaultdict(list)
    )
    given_up: dict[tuple[StepKey, str], datetime] = field(default_factory=dict)
    marks: dict[StepKey, StepMark] = field(default_factory=dict)

    def exercises(self, view: StepView) -> list[ExerciseProgress]:
        """Return how far they are with each exercise of a step."""
        return [
            progress_of(
                view.key,
                exercise,
                attempts=self.attempts.get((view.key, exercise.key), ()),
                given_up_at=self.given_up.get((view.key, exercise.key)),
            )
            for exercise in view.exercises
        ]

    def step(self, key: StepKey, step: Step, exercises: Sequence[ExerciseProgress]) -> StepProgress:
        """Return how far they are with a step, given its exercises."""
        return step_progress_of(key, step, exercises=exercises, mark=self.marks.get(key))


class ProgressService:
    """Puts exercises, attempts and marks together."""

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

    def progress(self, person: Person, course: Course) -> CourseProgress:
        """Return how far `person` is in one course; before they are in it, without exercises."""
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            records = _records(repositories, person.name, course.key)
        return self._in_course(course, self._courses.shown_steps(person, course), records)

    def of_courses(self, person: Person, courses: Sequence[Course]) -> list[CourseProgress]:
        """Return how far `person` is in each of `courses`, from one look into the database."""
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            records = _records(repositories, person.name)
        return [
            self._in_course(course, self._courses.steps(person, course), records)
            for course in courses
        ]

    def mark_step(
        self,
        person: Person,
        step: StepKey,
        *,
        is_done: bool | None = None,
        cell: str | None = None,
    ) -> StepProgress:
        """Store that `person` is at a step now, and return how far they are with it.

        Parameters
        ----------
        is_done
            Whether they say that they are done; None leaves it as it is. What is marked twice is
            done since the first time.
        cell
            Id of the cell where they are; None leaves it as it is.

        Raises
        ------
        NotFound
            If there is no such course or step.
        Invalid
            If `cell` cannot be a cell's id, or the course is broken.
        NotAllowed
            If they do not take the course and cannot enter it by opening it.
        """
        course = self._courses.course(person, step.course)
        found = course.step(step.module, step.step)
        if cell is not None:
            check_grade_id(cell, field="cell")
        self._enrolments.admit(person, course)
        view, now = self._courses.step(person, step), self._clock.now()
        with self._storage.transaction() as repositories:
            mark = repositories.marks.get(person.name, step) or StepMark(person.name, step, now)
            done_at = (
                mark.done_at if is_done is None else (mark.done_at or now) if is_done else None
            )
            repositories.marks.save(
                replace(mark, seen_at=now, done_at=done_at, cell=cell or mark.cell)
            )
            records = _records(repositories, person.name, step.course)
        return records.step(step, found, records.exercises(view))

    def _in_course(
        self, course: Course, steps_shown: Sequence[StepView], records: _Records
    ) -> CourseProgress:
        views = {view.key: view for view in steps_shown}
        by_step = {key: records.exercises(view) for key, view in views.items()}
        exercises = tuple(one for made in by_step.values() for one in made)
        steps = tuple(records.step(key, step, by_step[key]) for key, step in course.keyed_steps())
        return CourseProgress(
            course.key,
            exercises,
            steps,
            next_step(
                course,
                steps=steps,
                exercises=exercises,
                problems=[key for key, view in views.items() if view.problem is not None],
                now=self._clock.now(),
            ),
        )


def _records(repositories: Repositories, person: str, course: str | None = None) -> _Records:
    records = _Records()
    for summary in repositories.attempts.summaries(person, course):
        records.attempts[summary.step, summary.exercise].append(summary)
    for one in repositories.given_up.of_person(person, course):
        records.given_up[one.step, one.exercise] = one.at
    for mark in repositories.marks.of_person(person, course):
        records.marks[mark.step] = mark
    return records
