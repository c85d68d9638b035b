"""Every port has an adapter, a fake, and both have the port's methods."""

import inspect

import pytest

from fakes.blobs import FakeBlobStore
from fakes.clock import FakeClock
from fakes.courses import FakeCourseLibrary
from fakes.desk import FakeAuthoringDesk
from fakes.grader import FakeGrader
from fakes.rooms import FakeRooms
from fakes.storage import (
    FakeAttempts,
    FakeEnrolments,
    FakeGivenUp,
    FakeGradebook,
    FakeReleases,
    FakeRepositories,
    FakeSessions,
    FakeStepMarks,
    FakeStorage,
)
from fakes.workspace import FakeWorkspace
from jupyter_hybrid.bootstrap import SystemClock
from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.workspace import FolderWorkspace
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.live.rooms import LiveRooms
from jupyter_hybrid.services import desk, gradebook, ports, repositories
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.storage.attempts import SqlAttempts
from jupyter_hybrid.storage.blobs import FolderBlobs
from jupyter_hybrid.storage.database import Database, SqlRepositories
from jupyter_hybrid.storage.enrolments import SqlEnrolments
from jupyter_hybrid.storage.gradebook import SqlGradebook
from jupyter_hybrid.storage.progress import SqlGivenUp, SqlStepMarks
from jupyter_hybrid.storage.releases import SqlReleases
from jupyter_hybrid.storage.sessions import SqlSessions

IMPLEMENTATIONS = {
    "Clock": (SystemClock, FakeClock),
    "CourseLibrary": (FolderLibrary, FakeCourseLibrary),
    "Grader": (GradingEngine, FakeGrader),
    "BlobStore": (FolderBlobs, FakeBlobStore),
    "BundleSource": (CourseService, CourseService),  # the use case itself, over fakes
    "AuthoringDesk": (FolderDesk, FakeAuthoringDesk),
    "Workspace": (FolderWorkspace, FakeWorkspace),
    "Rooms": (LiveRooms, FakeRooms),
    "ReleaseRepository": (SqlReleases, FakeReleases),
    "AttemptRepository": (SqlAttempts, FakeAttempts),
    "GradebookRepository": (SqlGradebook, FakeGradebook),
    "SessionRepository": (SqlSessions, FakeSessions),
    "EnrolmentRepository": (SqlEnrolments, FakeEnrolments),
    "StepMarkRepository": (SqlStepMarks, FakeStepMarks),
    "GivenUpRepository": (SqlGivenUp, FakeGivenUp),
    "Repositories": (SqlRepositories, FakeRepositories),
    "Storage": (Database, FakeStorage),
}


def protocols():
    return {
        name: member
        for module in (ports, desk, gradebook, repositories)
        for name, member in vars(module).items()
        if getattr(member, "_is_protocol", False) and member.__module__ == module.__name__
    }


def test_every_port_is_listed_here():
    assert set(protocols()) == set(IMPLEMENTATIONS)


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_adapter_and_fake_take_what_the_port_takes(name):
    port = protocols()[name]
    methods = {
        method: function
        for method, function in vars(port).items()
        if inspect.isfunction(function) and not method.startswith("_")
    }

    for implementation in IMPLEMENTATIONS[name]:
        for method, function in methods.items():
            theirs = getattr(implementation, method)
            promised = list(inspect.signature(function).parameters)
            assert list(inspect.signature(theirs).parameters) == promised, (implementation, method)
            is_async = inspect.iscoroutinefunction(function)
            assert inspect.iscoroutinefunction(theirs) == is_async
