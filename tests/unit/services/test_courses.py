"""What a learner gets of a course."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fakes.courses import FILES, NOTEBOOK, STEP, FakeCourseLibrary, a_course
from jupyter_hybrid.domain.courses import BrokenCourse, Step, StepKey, StepKind
from jupyter_hybrid.domain.enrolments import Enrolment, EnrolmentRule
from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.policies import EnrolmentPolicy
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import ExerciseService, Submission
from jupyter_hybrid.services.progress import ProgressService

BROKEN = BrokenCourse("torn", ("torn/course.yaml line 3: a colon is missing",))


@pytest.fixture
def with_a_broken_one(storage, blobs, clock):
    library = FakeCourseLibrary(broken=[BROKEN])
    return CourseService(
        library=library,
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )


def test_a_trainer_sees_why_a_course_is_broken_and_a_learner_only_that_it_is(
    with_a_broken_one, ada, trainer
):
    assert with_a_broken_one.courses(trainer)[1] == [BROKEN]
    assert with_a_broken_one.courses(ada)[1] == [BrokenCourse("torn", ())]


def test_opening_a_broken_course_says_so(with_a_broken_one, ada, trainer):
    with pytest.raises(Invalid, match="line 3"):
        with_a_broken_one.course(trainer, "torn")
    with pytest.raises(Invalid, match="tell your trainer"):
        with_a_broken_one.course(ada, "torn")


def test_a_course_that_does_not_exist(courses, ada):
    with pytest.raises(NotFound):
        courses.course(ada, "nothing")


def test_handing_out_a_step_keeps_its_release_and_files(courses, ada, storage, blobs):
    bundle = courses.bundle(ada, STEP)

    assert bundle.files == FILES
    assert storage.repositories.releases.get(STEP, bundle.release) is not None
    assert list(blobs.kept.values()) == list(FILES.values())


def test_a_release_stays_when_the_course_changes(courses, ada, library):
    before = courses.bundle(ada, STEP).release
    library.notebook = Notebook((replace(NOTEBOOK.cells[0], source="# New"), *NOTEBOOK.cells[1:]))

    assert courses.release(STEP, before).hash == before
    assert courses.bundle(ada, STEP).release != before


def test_the_current_release_is_known_without_being_opened_first(courses, library):
    current = library.outline(STEP).release

    assert courses.release(STEP, current).hash == current


def test_a_release_that_never_was(courses):
    with pytest.raises(NotFound, match="open the step again"):
        courses.release(STEP, "0" * 64)
    with pytest.raises(NotFound):
        courses.release(StepKey("x", "y", "z"), "0" * 64)


LIVE = Step(
    "talk",
    "Talk",
    None,
    kind=StepKind.LIVE,
    starts_at=datetime(2030, 2, 1, tzinfo=UTC),
    duration_min=90,
)


class LibraryWithALiveStep(FakeCourseLibrary):
    def courses(self):
        course = a_course()
        [module] = course.modules
        return [replace(course, modules=(replace(module, steps=(*module.steps, LIVE)),))]

    def outline(self, step):
        if step.step == LIVE.key:
            raise Invalid("step 'talk' is a live session; it has no file")
        return super().outline(step)


@pytest.fixture
def with_a_live_step(storage, blobs, clock):
    return CourseService(
        library=LibraryWithALiveStep(),
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )


def test_a_live_step_has_no_release_and_no_problem(with_a_live_step, ada):
    course = with_a_live_step.course(ada, STEP.course)

    notebook, live = with_a_live_step.steps(ada, course)

    assert notebook.outline is not None
    assert (live.outline, live.problem, live.exercises) == (None, None, ())
    assert with_a_live_step.next_live_at(course) == LIVE.starts_at


def test_a_live_step_is_the_next_one_until_it_is_over(with_a_live_step, ada, clock):
    course = with_a_live_step.course(ada, STEP.course)

    clock.moment = LIVE.starts_at + timedelta(minutes=90) - timedelta(seconds=1)
    assert with_a_live_step.next_live_at(course) == LIVE.starts_at

    clock.advance(seconds=1)
    assert with_a_live_step.next_live_at(course) is None


def test_opening_a_live_step_says_that_it_has_no_file(with_a_live_step, ada):
    with pytest.raises(Invalid, match="is a live session; it has no file"):
        with_a_live_step.bundle(ada, replace(STEP, step=LIVE.key))


def test_a_learner_is_not_told_which_file_of_a_step_is_at_fault(
    storage, blobs, clock, ada, trainer
):
    class Library(FakeCourseLibrary):
        def release(self, step):
            raise Invalid("basics/averages.ipynb, cell 3: it is torn")

    courses = CourseService(
        library=Library(),
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )

    with pytest.raises(Invalid, match="tell your trainer") as raised:
        courses.bundle(ada, STEP)
    assert "averages.ipynb" not in raised.value.message
    with pytest.raises(Invalid, match="cell 3"):
        courses.bundle(trainer, STEP)


def test_a_bundle_says_what_its_step_asks_for(storage, blobs, clock, ada):
    class Library(FakeCourseLibrary):
        def release(self, step):
            release, files = super().release(step)
            return replace(release, kind=StepKind.READING, learner_copy=""), files

    courses = CourseService(
        library=Library(),
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )

    assert courses.bundle(ada, STEP).kind is StepKind.READING


class LibraryWithAList(FakeCourseLibrary):
    def courses(self):
        return [replace(a_course(), enrolment=EnrolmentRule(EnrolmentPolicy.LIST))]


@pytest.fixture
def listed(storage, blobs, clock):
    return CourseService(
        library=LibraryWithAList(),
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )


def test_a_step_goes_to_those_who_take_the_course_only(listed, ada, trainer, storage, clock):
    with pytest.raises(NotAllowed, match="on its list"):
        listed.bundle(ada, STEP)

    listed.bundle(trainer, STEP)
    storage.repositories.enrolments.save(Enrolment("ada", STEP.course, clock.now()))
    listed.bundle(ada, STEP)


def test_exercises_are_shown_to_those_who_take_the_course_only(
    listed, ada, trainer, storage, clock
):
    progress = ProgressService(
        courses=listed,
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        clock=clock,
    )
    course = listed.course(ada, STEP.course)

    (outside,) = listed.shown_steps(ada, course)
    progress_outside = progress.progress(ada, course)
    storage.repositories.enrolments.save(Enrolment("ada", STEP.course, clock.now()))

    assert (outside.key, outside.outline, outside.problem) == (STEP, None, None)
    assert (progress_outside.exercises, progress_outside.next.exercise) == ((), None)
    for person in (ada, trainer):
        (inside,) = listed.shown_steps(person, course)
        assert [exercise.key for exercise in inside.exercises] == ["mean", "why"]
        assert len(progress.progress(person, course).exercises) == 2


def test_opening_a_step_of_an_open_course_enrols(courses, ada, storage):
    courses.bundle(ada, STEP)

    assert storage.repositories.enrolments.get("ada", STEP.course) is not None


def test_answers_are_taken_from_those_who_take_the_course_only(
    listed, ada, trainer, storage, blobs, clock
):
    exercises = ExerciseService(courses=listed, storage=storage, blobs=blobs, clock=clock)
    release = listed.bundle(trainer, STEP).release
    submission = Submission("6b1f4f3e-0000-4000-8000-000000000001", release, {"mean": "1"})

    with pytest.raises(NotAllowed, match="on its list"):
        exercises.record_attempt(ada, STEP, "mean", submission=submission)

    storage.repositories.enrolments.save(Enrolment("ada", STEP.course, clock.now()))
    stored, _ = exercises.record_attempt(ada, STEP, "mean", submission=submission)
    storage.repositories.enrolments.remove("ada", STEP.course)
    again = exercises.record_attempt(ada, STEP, "mean", submission=submission)
    assert again == (stored, False)


def test_while_a_course_cannot_be_read_only_those_who_take_it_go_on(
    courses, library, ada, trainer, storage, clock
):
    library.courses = lambda: [BROKEN]

    with pytest.raises(Unavailable, match="cannot be read at the moment"):
        courses.admit(ada, STEP.course)

    courses.admit(trainer, STEP.course)
    storage.repositories.enrolments.save(Enrolment("ada", STEP.course, clock.now()))
    courses.admit(ada, STEP.course)


def test_what_is_left_of_a_course_that_is_gone_is_for_all(courses, library, ada):
    library.courses = list

    courses.admit(ada, STEP.course)
