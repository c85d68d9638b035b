"""The contract of the `Storage` port, kept by the database and by its fake."""

import sqlite3
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fakes.courses import STEP, FakeCourseLibrary
from jupyter_hybrid.domain.attempts import Attempt, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Conflict, Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade, TestResult
from jupyter_hybrid.domain.sessions import Session, SessionState
from jupyter_hybrid.storage.database import Database
from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import migrate

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)


def an_attempt(attempt_id="1", **changes):
    attempt = Attempt(
        id=attempt_id,
        person="ada",
        step=STEP,
        exercise="mean",
        release="f" * 64,
        delivery="alone",
        answers={"mean": "def mean(x): return 'é\ud800'"},
        free=(FreeCell(None, "x = 1"),),
        submitted_at=NINE + timedelta(minutes=int(attempt_id)),
    )
    return replace(attempt, **changes)


def a_grade(points=2.0):
    tests = (TestResult("t", "mean([1]) == 1", True, False, "", "1", None),)
    cells = (
        CellGrade("t", points, 2.0, needs_manual_grade=False, tests=tests),
        CellGrade("m", None, 1.0, needs_manual_grade=True),
    )
    return Grade(cells, isolation="kernel", elapsed_ms=12, notes=("a note",))


def a_session(key="s1", **changes):
    session = Session(key, f"CODE{key}", "Title", "owner", SessionState.SCHEDULED, NINE)
    return replace(session, **changes)


def test_an_attempt_comes_back_as_it_was_stored(storage):
    attempt = an_attempt()

    with storage.transaction() as repositories:
        repositories.attempts.add(attempt)

    with storage.transaction() as repositories:
        assert repositories.attempts.get("1") == attempt
        assert repositories.attempts.get("2") is None


def test_a_result_is_stored_with_the_attempt(storage):
    graded = an_attempt(
        state=AttemptState.GRADED, grade=a_grade(), hint="use len", graded_at=NINE, n_tries=1
    )
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.lease("1", now=NINE, until=NINE + FIVE_MINUTES)

    with storage.transaction() as repositories:
        repositories.attempts.finish(graded)

    with storage.transaction() as repositories:
        assert repositories.attempts.get("1") == graded
        assert repositories.attempts.waiting(now=NINE + timedelta(days=1)) == []


@pytest.mark.parametrize("second", [AttemptState.GRADED, AttemptState.FAILED])
def test_the_first_result_of_an_attempt_stays(storage, second):
    first = an_attempt(state=AttemptState.GRADED, grade=a_grade(), graded_at=NINE)
    late = replace(
        first,
        state=second,
        grade=a_grade(points=0.0) if second is AttemptState.GRADED else None,
        graded_at=NINE + FIVE_MINUTES,
    )
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.finish(first)

    with storage.transaction() as repositories:
        repositories.attempts.finish(late)

    with storage.transaction() as repositories:
        assert repositories.attempts.get("1") == first


def test_attempts_of_an_exercise_are_that_persons_oldest_first(storage):
    with storage.transaction() as repositories:
        for attempt in (
            an_attempt("2"),
            an_attempt("1"),
            an_attempt("3", person="bob"),
            an_attempt("4", exercise="sum"),
            an_attempt("5", step=StepKey("other", STEP.module, STEP.step)),
        ):
            repositories.attempts.add(attempt)

    with storage.transaction() as repositories:
        found = repositories.attempts.of_exercise("ada", STEP, "mean")

    assert [attempt.id for attempt in found] == ["1", "2"]


def test_the_latest_attempt_of_each_exercise_of_a_step(storage):
    with storage.transaction() as repositories:
        for attempt in (
            an_attempt("1"),
            an_attempt("2"),
            an_attempt("3", exercise="sum"),
            an_attempt("4", person="bob"),
        ):
            repositories.attempts.add(attempt)

    with storage.transaction() as repositories:
        found = repositories.attempts.latest_of_step("ada", STEP)

    assert [attempt.id for attempt in found] == ["2", "3"]


def test_summaries_say_what_progress_needs(storage):
    graded = an_attempt("1", state=AttemptState.GRADED, grade=a_grade(), graded_at=NINE)
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt("1"))
        repositories.attempts.finish(graded)
        repositories.attempts.add(an_attempt("2"))
        repositories.attempts.add(an_attempt("3", person="bob"))

    with storage.transaction() as repositories:
        found = repositories.attempts.summaries("ada", STEP.course)

    assert found == [graded.summary, an_attempt("2").summary]


def test_only_one_can_hold_an_attempt(storage):
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())

    with storage.transaction() as repositories:
        first = repositories.attempts.lease("1", now=NINE, until=NINE + FIVE_MINUTES)
        second = repositories.attempts.lease("1", now=NINE, until=NINE + FIVE_MINUTES)

    assert first is not None
    assert first.n_tries == 1
    assert second is None


def test_a_lease_runs_out(storage):
    later = NINE + FIVE_MINUTES
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.lease("1", now=NINE, until=later)
        assert repositories.attempts.waiting(now=NINE) == []

    with storage.transaction() as repositories:
        assert repositories.attempts.waiting(now=later) == ["1"]
        assert repositories.attempts.lease("1", now=later, until=later + FIVE_MINUTES).n_tries == 2


def test_a_lease_can_be_renewed(storage):
    later = NINE + FIVE_MINUTES
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.lease("1", now=NINE, until=later)

    with storage.transaction() as repositories:
        is_held = repositories.attempts.renew_lease("1", until=later + FIVE_MINUTES)

    with storage.transaction() as repositories:
        assert is_held
        assert repositories.attempts.waiting(now=later) == []


def test_what_was_taken_back_is_held_leased_and_given_back_no_more(storage):
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        leased = repositories.attempts.lease("1", now=NINE, until=NINE + FIVE_MINUTES)
        repositories.attempts.finish(replace(leased, state=AttemptState.CANCELLED))

    with storage.transaction() as repositories:
        is_held = repositories.attempts.renew_lease("1", until=NINE + 2 * FIVE_MINUTES)
        repositories.attempts.release_lease("1", counts_as_try=False)

    with storage.transaction() as repositories:
        found = repositories.attempts.get("1")
        assert not is_held
        assert (found.state, found.n_tries, found.grade) == (AttemptState.CANCELLED, 1, None)
        assert repositories.attempts.waiting(now=NINE + timedelta(days=1)) == []


def test_an_attempt_is_read_without_its_answers(storage):
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())

    with storage.transaction() as repositories:
        found = repositories.attempts.outcome("1")

        assert (found.id, found.person) == ("1", an_attempt().person)
        assert not hasattr(found, "answers")
        assert repositories.attempts.outcome("2") is None


@pytest.mark.parametrize(("counts", "n_tries"), [(True, 1), (False, 0)])
def test_an_attempt_can_be_given_back(storage, counts, n_tries):
    with storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        repositories.attempts.lease("1", now=NINE, until=NINE + FIVE_MINUTES)

    with storage.transaction() as repositories:
        repositories.attempts.release_lease("1", counts_as_try=counts)

    with storage.transaction() as repositories:
        assert repositories.attempts.waiting(now=NINE) == ["1"]
        assert repositories.attempts.get("1").n_tries == n_tries


def test_an_exception_takes_everything_back(storage):
    with pytest.raises(RuntimeError), storage.transaction() as repositories:
        repositories.attempts.add(an_attempt())
        raise RuntimeError

    with storage.transaction() as repositories:
        assert repositories.attempts.get("1") is None


def test_a_release_comes_back_as_it_was_kept(storage):
    release, _ = FakeCourseLibrary().release(STEP)

    with storage.transaction() as repositories:
        repositories.releases.add(release, at=NINE)
        repositories.releases.add(release, at=NINE)

    with storage.transaction() as repositories:
        assert repositories.releases.get(STEP, release.hash) == release
        assert repositories.releases.get(STEP, "0" * 64) is None
        assert repositories.releases.get(StepKey("x", "y", "z"), release.hash) is None


def test_sessions_that_have_not_ended_newest_first(storage):
    with storage.transaction() as repositories:
        repositories.sessions.add(a_session("s1"))
        repositories.sessions.add(a_session("s2", created_at=NINE + FIVE_MINUTES))
        repositories.sessions.add(a_session("s3"))
        repositories.sessions.save(a_session("s3", state=SessionState.ENDED, ended_at=NINE))

    with storage.transaction() as repositories:
        assert [one.key for one in repositories.sessions.not_ended()] == ["s2", "s1"]
        assert repositories.sessions.get("s3").ended_at == NINE


def test_a_join_code_is_free_again_after_the_end(storage):
    with storage.transaction() as repositories:
        repositories.sessions.add(a_session("s1", join_code="SAME22"))
    with pytest.raises(Conflict), storage.transaction() as repositories:
        repositories.sessions.add(a_session("s2", join_code="SAME22"))

    with storage.transaction() as repositories:
        repositories.sessions.save(a_session("s1", join_code="SAME22", state=SessionState.ENDED))
        repositories.sessions.add(a_session("s2", join_code="SAME22"))

    with storage.transaction() as repositories:
        assert repositories.sessions.get("s2") is not None


@pytest.fixture
def file(tmp_path):
    return tmp_path / "hybrid.sqlite"


@pytest.fixture
def database(file):
    engine = make_engine(sqlite_url(file))
    migrate(engine)
    database = Database(engine)
    yield database
    database.close()


def test_a_reader_waits_for_no_writer(database, file):
    with database.transaction() as repositories:
        repositories.attempts.add(an_attempt())
    with sqlite3.connect(file, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        began = time.monotonic()

        with database.transaction(is_reading=True) as repositories:
            assert repositories.attempts.get("1") is not None

        assert time.monotonic() - began < 5  # a writer would wait for 10
        writer.execute("ROLLBACK")


def test_threads_that_write_at_once_all_get_through(database):
    def write(number):
        with database.transaction() as repositories:
            assert repositories.attempts.get(str(number)) is None
            repositories.attempts.add(an_attempt(str(number)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.transaction() as repositories:
        assert len(repositories.attempts.summaries("ada", STEP.course)) == 20


def test_the_database_uses_write_ahead_logging(database, file):
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_database_of_a_newer_version_is_left_alone(file):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")

    with pytest.raises(Unavailable, match="newer version"):
        migrate(make_engine(sqlite_url(file)))

    with sqlite3.connect(file) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    assert tables == [("alembic_version",)]


def test_a_file_that_is_no_database_says_so(file):
    file.write_text("not a database, but a text of some length" * 50)

    with pytest.raises(Unavailable, match="cannot be opened"):
        migrate(make_engine(sqlite_url(file)))


def test_a_database_that_cannot_be_written_says_so(database, file):
    with database.transaction() as repositories:
        repositories.attempts.add(an_attempt())
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE attempts")

    with pytest.raises(Unavailable), database.transaction() as repositories:
        repositories.attempts.get("1")


def test_moments_without_a_zone_are_refused(database):
    with pytest.raises(Exception, match="no time zone"), database.transaction() as repositories:
        repositories.attempts.add(an_attempt(submitted_at=datetime(2030, 1, 7)))  # noqa: DTZ001
