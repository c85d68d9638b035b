"""Where a step goes."""

from dataclasses import replace

from fakes.courses import STEP
from fakes.workspace import FakeWorkspace
from jupyter_hybrid.services.workspace import WorkspaceService


def test_a_step_goes_into_the_courses_folder_once(courses, ada):
    workspace = FakeWorkspace()
    service = WorkspaceService(bundles=courses, workspace=workspace)

    first, second = service.open_step(ada, STEP), service.open_step(ada, STEP)

    assert first.path == second.path == "courses/statistics/basics/averages.ipynb"
    assert (first.is_new, second.is_new) == (True, False)
    assert "courses/statistics/basics/prices.csv" in workspace.files


def test_a_personas_files_are_apart_from_the_owners(courses, ada):
    service = WorkspaceService(bundles=courses, workspace=FakeWorkspace())

    placed = service.open_step(replace(ada, persona="learner"), STEP)

    assert placed.path == "personas/learner/courses/statistics/basics/averages.ipynb"
