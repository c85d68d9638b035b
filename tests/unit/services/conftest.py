"""Use cases on fakes."""

import pytest

from fakes.blobs import FakeBlobStore
from fakes.clock import FakeClock
from fakes.courses import FakeCourseLibrary
from fakes.storage import FakeStorage
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import ExerciseService
from jupyter_hybrid.services.progress import ProgressService
from jupyter_hybrid.services.solutions import SolutionService


@pytest.fixture
def ada():
    return Person("ada", "Ada", frozenset({Role.LEARNER}))


@pytest.fixture
def trainer():
    return Person("tia", "Tia", frozenset({Role.LEARNER, Role.TRAINER}))


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def storage():
    return FakeStorage()


@pytest.fixture
def library():
    return FakeCourseLibrary()


@pytest.fixture
def blobs():
    return FakeBlobStore()


@pytest.fixture
def courses(library, storage, blobs, clock):
    return CourseService(
        library=library,
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        blobs=blobs,
        clock=clock,
    )


@pytest.fixture
def exercises(courses, storage, blobs, clock):
    return ExerciseService(courses=courses, storage=storage, blobs=blobs, clock=clock)


@pytest.fixture
def progress(courses, storage, clock):
    return ProgressService(
        courses=courses,
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        clock=clock,
    )


@pytest.fixture
def solutions(courses, storage, clock):
    return SolutionService(
        courses=courses,
        enrolments=EnrolmentService(storage=storage, clock=clock),
        storage=storage,
        clock=clock,
    )
