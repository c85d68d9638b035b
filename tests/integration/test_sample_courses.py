"""What the sample courses hold, and what learners get of them."""

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import nbformat
import pytest
from sample_notebooks import STEPS, sample_notebook

from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.courses import BrokenCourse, StepKind
from jupyter_hybrid.domain.policies import EnrolmentPolicy, SolutionAccess

COURSES = ("python_for_analysts", "kitchen_sink")
MAX_DATA_BYTES = 300_000
N_TELLING = 16  # characters; a shorter line, such as `return None`, turns up by chance
PICTURE = re.compile(r"!\[(?P<alternative>[^\]]*)\]\((?P<path>[^)]+)\)")


def courses():
    return {course.key: course for course in FolderLibrary([sample_courses()]).courses()}


def steps_of(course):
    return [step for _, step in courses()[course].keyed_steps()]


def exercises(course):
    notebooks = [sample_notebook(step) for step in STEPS if step.course == course]
    return [(notebook, exercise) for notebook in notebooks for exercise in notebook.exercises]


def test_no_sample_course_is_broken():
    found = courses()

    assert set(COURSES) <= set(found)
    assert not [course for course in found.values() if isinstance(course, BrokenCourse)]


def test_every_notebook_of_the_sample_courses_is_tested():
    found = courses()

    steps = [
        key
        for course in COURSES
        for key, step in found[course].keyed_steps()
        if step.kind is StepKind.NOTEBOOK
    ]

    assert steps == list(STEPS)


@pytest.mark.parametrize("course", COURSES)
def test_every_step_with_a_file_can_be_handed_out(course):
    library = FolderLibrary([sample_courses()])

    for key, step in courses()[course].keyed_steps():
        if step.kind is StepKind.LIVE:
            continue
        release, files = library.release(key)

        assert release.kind is step.kind
        assert set(step.files) <= set(files)


def test_the_first_notebook_keeps_its_four_exercises():
    first = sample_notebook(STEPS[0])

    assert [exercise.key for exercise in first.exercises] == [
        "parse_amount",
        "read_orders",
        "revenue_by",
        "summary_lines",
    ]
    assert [exercise.max_points for exercise in first.exercises] == [2, 3, 3, 2]


def test_the_course_for_analysts_is_a_whole_course():
    course = courses()["python_for_analysts"]
    checked = [
        exercise
        for notebook, exercise in exercises("python_for_analysts")
        if notebook.is_checked_at_once(exercise)
    ]
    by_hand = [one for _, one in exercises("python_for_analysts") if one.needs_manual_grade]

    assert len(course.modules) == 3
    assert len(checked) >= 13
    assert len(by_hand) == 1
    assert all(2 <= len(exercise.hints) <= 3 for exercise in checked)
    for module in course.modules:
        assert StepKind.READING in {step.kind for step in module.steps}
    assert [module.requires for module in course.modules] == [
        (),
        ("first_steps",),
        ("tidy_records",),
    ]


def test_nothing_in_the_course_for_analysts_is_ever_overdue():
    course = courses()["python_for_analysts"]

    dates = [module.due_at for module in course.modules]
    dates += [date for step in steps_of(course.key) for date in (step.due_at, step.starts_at)]
    assert set(dates) == {None}


@pytest.mark.parametrize("course", COURSES)
def test_every_exercise_has_public_and_hidden_tests_a_solution_and_a_hint(course):
    for notebook, exercise in exercises(course):
        if not notebook.is_checked_at_once(exercise):
            continue
        tests = "\n".join(notebook.release.notebook.get(cell).source for cell in exercise.graded)
        answers = [notebook.release.notebook.get(cell).source for cell in exercise.answers]

        assert exercise.hints, exercise.key
        assert re.search(r"^assert .* == ", tests, re.MULTILINE), exercise.key
        if exercise.key != "vowels":  # has partial credit in their place
            assert "### BEGIN HIDDEN TESTS" in tests, exercise.key
        assert all("### BEGIN SOLUTION" in answer for answer in answers), exercise.key


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_the_learners_copy_holds_no_solution_no_hidden_test_and_no_hint(step):
    release = sample_notebook(step).release
    copy = nbformat.reads(release.learner_copy, as_version=4)

    shown = {line for cell in copy.cells for line in cell.source.splitlines()}
    secret = {
        line
        for cell in release.notebook.cells
        for line in set(cell.source.splitlines()) - set(cell.stub.splitlines())
        if len(line.strip()) >= N_TELLING
    }
    assert len(secret) > 10
    assert not secret & shown
    for cell in release.notebook.cells:
        assert all(json.dumps(hint.text)[1:-1] not in release.learner_copy for hint in cell.hints)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_the_notebooks_are_clean_nbformat_with_ids_and_without_outputs(step):
    path = sample_courses() / step.course / sample_notebook(step).release.path

    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)

    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.metadata.get("nbgrader", {}).get("grade_id", cell.id) == cell.id


@pytest.mark.parametrize("course", COURSES)
def test_every_picture_is_there_and_has_a_text_for_those_who_do_not_see_it(course):
    folder = sample_courses() / course
    readings = [step for step in steps_of(course) if step.kind is StepKind.READING]

    pictures = {
        (Path(step.path).parent / found["path"]).as_posix(): found["alternative"]
        for step in readings
        for found in PICTURE.finditer((folder / step.path).read_text(encoding="utf-8"))
    }

    assert set(pictures) == {file for step in readings for file in step.files}
    for path, alternative in pictures.items():
        root = ET.fromstring((folder / path).read_text(encoding="utf-8"))
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert len(alternative) > 20


def test_the_real_data_are_small_and_their_licence_goes_with_them():
    folder = sample_courses() / "python_for_analysts"
    terms = (folder / "DATA_LICENSE").read_text(encoding="utf-8")
    data = {file for step in steps_of("python_for_analysts") for file in step.files}
    tables = {file for file in data if file.endswith(".csv")}

    assert sum((folder / file).stat().st_size for file in data) < MAX_DATA_BYTES
    assert {file for file in tables if file in terms} == tables
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "U.S. Government Dataset" in terms
    assert "U.S. Government Dataset" in readme


@pytest.mark.parametrize("course", COURSES)
def test_wrong_answers_are_handed_out_to_nobody(course):
    named = {path for step in steps_of(course) for path in (step.path, *step.files) if path}

    assert not [path for path in named if path.startswith("wrong_answers")]


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_every_exercise_has_three_wrong_answers_that_fit_it(step):
    notebook = sample_notebook(step)
    wrong, uses = notebook.wrong_answers()
    checked = {one.key: one for one in notebook.exercises if notebook.is_checked_at_once(one)}

    counts = Counter(one.exercise for one in wrong)

    assert set(counts) == set(checked)
    assert min(counts.values()) >= 3
    assert set(uses) | {key for used in uses.values() for key in used} <= set(checked)
    for one in wrong:
        assert one.why
        assert one.answers
        assert set(one.answers) <= set(checked[one.exercise].answers)
    assert len({(one.exercise, one.why) for one in wrong}) == len(wrong)


def test_the_kitchen_sink_has_every_kind_of_step_and_every_policy():
    course = courses()["kitchen_sink"]
    by_key = {exercise.key: exercise for _, exercise in exercises("kitchen_sink")}

    assert {step.kind for step in steps_of("kitchen_sink")} == set(StepKind)
    assert course.enrolment.policy is EnrolmentPolicy.CODE
    assert (course.policy.max_attempts, course.policy.pause_s) == (3, 1)
    assert {exercise.policy.solution for exercise in by_key.values()} == set(SolutionAccess)
    assert by_key["rate"].policy.limits.cell_s == 8
    assert by_key["add_base"].policy.limits.cell_s == 5
    assert [hint.after for hint in by_key["add_base"].hints] == [1, 3]
    assert by_key["shapes"].answers == ("shape_area", "shape_name")
    assert by_key["chores"].answers == ()


def test_the_kitchen_sink_reads_its_dates_in_its_own_time_zone():
    by_key = {step.key: step for step in steps_of("kitchen_sink")}

    assert by_key["cells"].due_at.isoformat() == "2035-01-15T17:00:00+00:00"
    assert by_key["grading"].due_at.isoformat() == "2035-02-28T22:59:00+00:00"
    assert by_key["talk"].starts_at.isoformat() == "2035-03-01T17:00:00+00:00"
    assert by_key["talk"].duration_min == 90
    assert by_key["old_news"].due_at.year == 2020
