"""Marks, what was given up, and attempts in short: kept by the database and by its fake."""

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import event

from fakes.blobs import FakeBlobStore
from fakes.clock import FakeClock
from fakes.courses import NOTEBOOK, STEP, FakeCourseLibrary
from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Conflict
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade, Missing, MissingKind
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.enrolments import EnrolmentService
from jupyter_hybrid.services.exercises import ExerciseService, Submission
from jupyter_hybrid.storage.database import Database
from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import configuration, migrate

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OTHER = StepKey("other", STEP.module, STEP.step)


def an_attempt(attempt_id="1", **changes):
    attempt = Attempt(
        id=attempt_id,
        person="ada",
        step=STEP,
        exercise="mean",
        release="f" * 64,
        delivery="alone",
        answers={"mean": "def mean(x): ..."},
        free=(FreeCell(None, "x = 1"),),
        submitted_at=NINE + timedelta(minutes=int(attempt_id)),
    )
    return replace(attempt, **changes)


def test_a_mark_is_kept_once_and_changed(storage):
    first = StepMark("ada", STEP, NINE, done_at=NINE, cell="mean")
    second = StepMark("ada", STEP, NINE + HOUR)

    for mark in (first, second):
        with storage.transaction() as repositories:
            repositories.marks.save(mark)
            assert repositories.marks.get("ada", STEP) == mark

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.marks.of_person("ada") == [second]
        assert repositories.marks.get("bob", STEP) is None


def test_marks_are_a_persons_own_oldest_visit_first(storage):
    marks = [
        StepMark("ada", OTHER, NINE + HOUR),
        StepMark("ada", STEP, NINE),
        StepMark("bob", STEP, NINE),
    ]
    with storage.transaction() as repositories:
        for mark in marks:
            repositories.marks.save(mark)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.marks.of_person("ada") == [marks[1], marks[0]]
        assert repositories.marks.of_person("ada", STEP.course) == [marks[1]]


def test_giving_up_counts_from_the_first_time(storage):
    first = GivenUp("ada", STEP, "mean", NINE)

    for given_up in (first, GivenUp("ada", STEP, "mean", NINE + HOUR)):
        with storage.transaction() as repositories:
            repositories.given_up.add(given_up)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.given_up.get("ada", STEP, "mean") == first
        assert repositories.given_up.get("ada", STEP, "why") is None
        assert repositories.given_up.get("bob", STEP, "mean") is None


def test_what_was_given_up_is_a_persons_own_oldest_first(storage):
    given_up = [
        GivenUp("ada", OTHER, "mean", NINE + HOUR),
        GivenUp("ada", STEP, "mean", NINE),
        GivenUp("bob", STEP, "mean", NINE),
    ]
    with storage.transaction() as repositories:
        for one in given_up:
            repositories.given_up.add(one)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.given_up.of_person("ada") == [given_up[1], given_up[0]]
        assert repositories.given_up.of_person("ada", "other") == [given_up[0]]


def test_what_was_missing_comes_back_with_the_grade(storage):
    missing = (
        Missing(MissingKind.VARIABLE, "prices", "mean"),
        Missing(MissingKind.FILE, "données.csv", "mean"),
    )
    cells = (CellGrade("t", 0.0, 2.0, needs_manual_grade=False),)
    graded = an_attempt(
        state=AttemptState.GRADED, grade=Grade(cells, "kernel", 5, missing=missing), graded_at=NINE
    )
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.finish(graded)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.attempts.get("1") == graded


def test_all_attempts_of_a_person_come_with_their_answers(storage):
    attempts = [an_attempt("2", step=OTHER), an_attempt("1"), an_attempt("3", person="bob")]
    with storage.transaction() as repositories:
        for attempt in attempts:
            repositories.attempts.add(attempt)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.attempts.of_person("ada") == [attempts[1], attempts[0]]


def test_a_list_of_attempts_has_no_answers(storage):
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())

    with storage.transaction(is_reading=True) as repositories:
        listed = repositories.attempts.of_exercise("ada", STEP, "mean")
        latest = repositories.attempts.latest_of_step("ada", STEP)

    assert [type(one) for one in (*listed, *latest)] == [AttemptOutcome] * 2
    assert listed[0].summary == an_attempt().summary


def test_attempts_in_short_of_all_courses_and_of_one_exercise(storage):
    attempts = [an_attempt("1"), an_attempt("2", exercise="why"), an_attempt("3", step=OTHER)]
    with storage.transaction() as repositories:
        for attempt in (*attempts, an_attempt("4", person="bob")):
            repositories.attempts.add(attempt)

    with storage.transaction(is_reading=True) as repositories:
        everywhere = repositories.attempts.summaries("ada")
        of_mean = repositories.attempts.summaries_of_exercise("ada", STEP, "mean")

    assert everywhere == [attempt.summary for attempt in attempts]
    assert of_mean == [attempts[0].summary]


@pytest.fixture
def engine(tmp_path):
    engine = make_engine(sqlite_url(tmp_path / "hybrid.sqlite"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def database(engine):
    database = Database(engine)
    yield database
    database.close()


def test_a_list_of_attempts_does_not_read_answers_from_the_database(database, engine):
    with database.transaction() as repositories:
        repositories.attempts.add(an_attempt())
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    with database.transaction(is_reading=True) as repositories:
        repositories.attempts.of_exercise("ada", STEP, "mean")
        repositories.attempts.latest_of_step("ada", STEP)

    selects = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(selects) == 2
    assert [statement for statement in selects if "answers" in statement] == []


def test_grades_of_an_older_database_have_nothing_missing(database, engine, tmp_path):
    command.downgrade(configuration(engine), "0003")
    with sqlite3.connect(tmp_path / "hybrid.sqlite") as connection:
        connection.execute(
            "INSERT INTO attempts VALUES ('1','ada','statistics','basics','averages','mean','f',"
            "'alone','{}','[]','2030-01-07 09:00:00','graded',1,NULL)"
        )
        connection.execute(
            "INSERT INTO grades (attempt_id, points, max_points, needs_manual_grade, isolation,"
            " elapsed_ms, cells, notes, graded_at)"
            " VALUES ('1', 2, 2, 0, 'kernel', 5, '[]', '[]', '2030-01-07 09:00:01')"
        )

    migrate(engine)

    with database.transaction(is_reading=True) as repositories:
        assert repositories.attempts.get("1").grade.missing == ()


def test_windows_that_check_at_once_cannot_pass_the_limit(database):
    cells = [
        replace(cell, policy={"max_attempts": 3}) if cell.id == "mean" else cell
        for cell in NOTEBOOK.cells
    ]
    library = FakeCourseLibrary(notebook=Notebook(tuple(cells)))
    clock, blobs = FakeClock(), FakeBlobStore()
    courses = CourseService(
        library=library,
        enrolments=EnrolmentService(storage=database, clock=clock),
        storage=database,
        blobs=blobs,
        clock=clock,
    )
    exercises = ExerciseService(courses=courses, storage=database, blobs=blobs, clock=clock)
    ada = Person("ada", "Ada", frozenset({Role.LEARNER}))
    release = courses.bundle(ada, STEP).release
    together, outcomes = threading.Barrier(12), []

    def check(number):
        submission = Submission(str(number), release, {"mean": "x"})
        together.wait()
        try:
            exercises.record_attempt(ada, STEP, "mean", submission=submission)
            outcomes.append("taken")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=check, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 9 + ["taken"] * 3
    assert len(exercises.attempts(ada, STEP, "mean")) == 3
