"""How far a person is in a course."""

from collections import defaultdict

from jupyter_hybrid.domain.attempts import AttemptSummary
from jupyter_hybrid.domain.courses import Course, StepKey
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.progress import CourseProgress, progress_of
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.repositories import Storage


class ProgressService:
    """Puts exercises and attempts together."""

    def __init__(self, *, courses: CourseService, storage: Storage) -> None:
        self._courses = courses
        self._storage = storage

    def progress(self, person: Person, course: Course) -> CourseProgress:
        """Return how far `person` is, exercise by exercise."""
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            summaries = repositories.attempts.summaries(person.name, course.key)
        made: defaultdict[tuple[StepKey, str], list[AttemptSummary]] = defaultdict(list)
        for summary in summaries:
            made[summary.step, summary.exercise].append(summary)
        return CourseProgress(
            course.key,
            tuple(
                progress_of(view.key, exercise, attempts=made[view.key, exercise.key])
                for view in self._courses.steps(person, course)
                for exercise in view.exercises
            ),
        )
