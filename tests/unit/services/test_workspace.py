"""Where a step goes, and when it is replaced."""

from dataclasses import replace

import pytest

from fakes.courses import STEP
from fakes.workspace import FakeWorkspace
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.services.workspace import UpdateMode, WorkspaceService

PATH = "courses/statistics/basics/averages.ipynb"


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def service(courses, workspace, clock):
    return WorkspaceService(bundles=courses, workspace=workspace, clock=clock)


def test_a_step_goes_into_the_courses_folder_once(service, workspace, ada):
    first, second = service.open_step(ada, STEP), service.open_step(ada, STEP)

    assert first.path == second.path == PATH
    assert (first.is_new, second.is_new) == (True, False)
    assert "courses/statistics/basics/prices.csv" in workspace.files


def test_a_personas_files_are_apart_from_the_owners(service, ada):
    persona = replace(ada, persona="learner")

    opened = service.open_step(persona, STEP)
    reset = service.reset_step(persona, STEP)

    assert opened.path == reset.path == f"personas/learner/{PATH}"
    with pytest.raises(NotFound):
        service.reset_step(ada, STEP)


def test_a_reset_keeps_the_copy_under_a_name_with_the_servers_time(service, workspace, ada):
    service.open_step(ada, STEP)
    workspace.files[PATH] = b"my work"

    replaced = service.reset_step(ada, STEP)

    assert workspace.files[replaced.kept_as] == b"my work"
    assert "2030-01-07 09.00" in replaced.kept_as
    assert workspace.files[PATH] != b"my work"


@pytest.mark.parametrize(("mode", "n_answers"), [("merge", 1), ("keep_both", 0)])
def test_an_update_merges_or_keeps_both(service, workspace, ada, mode, n_answers):
    service.open_step(ada, STEP)

    replaced = service.update_step(ada, STEP, mode=UpdateMode(mode))

    assert replaced.n_answers == n_answers
    assert replaced.kept_as in workspace.files


def test_a_step_that_the_course_does_not_have_is_not_touched(service, ada):
    with pytest.raises(NotFound):
        service.update_step(ada, StepKey("statistics", "basics", "gone"), mode=UpdateMode.MERGE)
