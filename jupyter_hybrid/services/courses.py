"""The courses of a server: what there is, and what a learner gets of a step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from jupyter_hybrid.domain.courses import BrokenCourse, Course, StepKey, StepKind
from jupyter_hybrid.domain.errors import HybridError, Invalid, NotFound, Unavailable
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.releases import Bundle, Release
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.policy import Action, may, require
from jupyter_hybrid.services.ports import BlobStore, Clock, CourseLibrary, Outline
from jupyter_hybrid.services.repositories import Storage


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with what its notebook holds, or why it cannot be opened."""

    key: StepKey
    outline: Outline | None
    problem: str | None = None

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Its exercises; none if it cannot be opened."""
        return self.outline.exercises if self.outline else ()


@dataclass(frozen=True, slots=True)
class CurrentExercise:
    """An exercise under the rules that hold now.

    Parameters
    ----------
    exercise
        As the course has it now; as the kept release has it where the course no longer does.
    is_gone
        Whether it is no longer part of the course.
    heirs
        Keys of the exercises of the step that ask for its answers now, where it is gone.
    """

    exercise: Exercise
    is_gone: bool
    heirs: tuple[str, ...] = ()


class CourseService:
    """Reads courses and hands out their steps."""

    def __init__(
        self,
        *,
        library: CourseLibrary,
        enrolments: EnrolmentService,
        storage: Storage,
        blobs: BlobStore,
        clock: Clock,
    ) -> None:
        self._library = library
        self._enrolments = enrolments
        self._storage = storage
        self._blobs = blobs
        self._clock = clock

    def courses(self, person: Person) -> tuple[list[Course], list[BrokenCourse]]:
        """Return the courses that can be taken, and those that cannot with the reasons.

        The reasons are for trainers: they name files. A learner sees only that a course is broken.
        """
        require(person, Action.TAKE_COURSES)
        found = self._library.courses()
        broken = [course for course in found if isinstance(course, BrokenCourse)]
        if not may(person, Action.SEE_COURSE_PROBLEMS):
            broken = [BrokenCourse(course.key, ()) for course in broken]
        return [course for course in found if isinstance(course, Course)], broken

    def course(self, person: Person, key: str) -> Course:
        """Return one course.

        Raises
        ------
        NotFound
            If there is none of that key.
        Invalid
            If its folder is broken.
        """
        require(person, Action.TAKE_COURSES)
        for course in self._library.courses():
            if course.key != key:
                continue
            if isinstance(course, Course):
                return course
            raise Invalid(
                f"course {key!r} cannot be opened: {self._reasons(person, course)}", field="course"
            )
        raise NotFound(f"there is no course {key[:80]!r}")

    def steps(self, person: Person, course: Course) -> list[StepView]:
        """Return all steps of a course in order, each with its exercises or its problem."""
        return [
            # A live step has no file, and so nothing that could be wrong with it.
            StepView(key, None) if step.kind is StepKind.LIVE else self.step(person, key)
            for key, step in course.keyed_steps()
        ]

    def shown_steps(self, person: Person, course: Course) -> list[StepView]:
        """Return what `person` may see of all steps: no exercises before they are in the course."""
        steps = self.steps(person, course)
        if self._enrolments.may_enter(person, course):
            return steps
        return [StepView(view.key, None, view.problem) for view in steps]

    def step(self, person: Person, step: StepKey) -> StepView:
        """Return one step with its exercises or its problem.

        The problem is for trainers: it names files. A learner sees only that there is one.
        """
        try:
            return StepView(step, self._library.outline(step))
        except HybridError as error:
            return StepView(step, None, _problem(error, person))

    def next_live_at(self, course: Course) -> datetime | None:
        """Return when the next live step of a course begins, or None."""
        return course.next_live_at(self._clock.now())

    def now(self, step: StepKey, kept: Exercise) -> CurrentExercise:
        """Return an exercise of a kept release as the course has it now.

        While the step cannot be read, for example because its author is saving it, the exercise is
        taken to be as it was.
        """
        try:
            exercises = self._library.outline(step).exercises
        except NotFound:
            return CurrentExercise(kept, is_gone=self._is_known_to_lack(step))
        except HybridError:
            return CurrentExercise(kept, is_gone=False)
        found = next((one for one in exercises if one.key == kept.key), None)
        if found is not None:
            return CurrentExercise(found, is_gone=False)
        heirs = (one.key for one in exercises if not set(one.answers).isdisjoint(kept.answers))
        return CurrentExercise(kept, is_gone=True, heirs=tuple(heirs))

    def current_release(self, step: StepKey) -> Release:
        """Return the release of a step that a learner would be handed now.

        Raises
        ------
        NotFound, Invalid, Unavailable
            As in `CourseLibrary.release`.
        """
        return self.release(step, self._library.outline(step).release)

    def admit(self, person: Person, key: str) -> None:
        """Let `person` work in a course that is still here; what is left of others is for all.

        Raises
        ------
        NotAllowed
            If they do not take the course and cannot enter it by opening it.
        Unavailable
            If they do not take it and nobody can tell whether they may, because it may be one whose
            file cannot be read.
        """
        course, may_be_broken = self._find(key)
        if course is not None:
            self._enrolments.admit(person, course)
        elif may_be_broken and not (
            may(person, Action.ENTER_ANY_COURSE) or self._enrolments.is_enrolled(person, key)
        ):
            raise Unavailable(
                f"course {key!r} cannot be read at the moment, and only those who take it already"
                " can go on; nothing of yours was lost: try again later, or tell your trainer",
                field="course",
            )

    def bundle(self, person: Person, step: StepKey) -> Bundle:
        """Return what goes into a learner's folder, and keep the release for grading.

        Raises
        ------
        NotFound, Invalid, Unavailable
            As in `CourseLibrary.release`. A learner is not told which file is at fault.
        NotAllowed
            If they do not take the course and cannot enter it by opening it.
        """
        course = self.course(person, step.course)
        live = course.step(step.module, step.step).kind is StepKind.LIVE
        self._enrolments.admit(person, course)
        with nullcontext() if live else told_to(person):
            release, files = self._library.release(step)
        self._keep(release, files)
        return Bundle(
            step=step,
            release=release.hash,
            path=release.path,
            learner_copy=release.learner_copy,
            files=dict(files),
            kind=release.kind,
        )

    def release(self, step: StepKey, release: str) -> Release:
        """Return a release that a copy was made from.

        Raises
        ------
        NotFound
            If the step has no such release.
        """
        with self._storage.transaction(is_reading=True) as repositories:
            kept = repositories.releases.get(step, release)
        if kept is not None:
            return kept
        if self._library.outline(step).release == release:
            fresh, files = self._library.release(step)
            if fresh.hash == release:  # the folder may change at any moment
                self._keep(fresh, files)
                return fresh
        raise NotFound(
            f"step {step} has no release {release[:12]}: open the step again from its course"
        )

    def _keep(self, release: Release, files: Mapping[str, bytes]) -> None:
        for content in files.values():
            self._blobs.put(content)
        with self._storage.transaction() as repositories:
            repositories.releases.add(release, at=self._clock.now())

    def _is_known_to_lack(self, step: StepKey) -> bool:
        _, may_be_broken = self._find(step.course)
        return not may_be_broken

    def _find(self, key: str) -> tuple[Course | None, bool]:
        """Return the course of that key, or None and whether one that is broken may be it."""
        found = self._library.courses()
        for one in found:
            if isinstance(one, Course) and one.key == key:
                return one, False
        # A course file that cannot be read does not even say which course it is of.
        return None, any(isinstance(one, BrokenCourse) for one in found)

    @staticmethod
    def _reasons(person: Person, course: BrokenCourse) -> str:
        if may(person, Action.SEE_COURSE_PROBLEMS):
            return "; ".join(course.problems)
        return "tell your trainer"


@contextmanager
def told_to(person: Person) -> Iterator[None]:
    """Turn what is wrong with a step into what `person` may know: the reasons name files.

    Raises
    ------
    Invalid
        In place of another one.
    """
    try:
        yield
    except Invalid as error:
        if may(person, Action.SEE_COURSE_PROBLEMS):
            raise
        raise Invalid(_problem(error, person), field="step") from error


def _problem(error: HybridError, person: Person) -> str:
    if may(person, Action.SEE_COURSE_PROBLEMS):
        return error.message
    return "this step cannot be opened; tell your trainer"
