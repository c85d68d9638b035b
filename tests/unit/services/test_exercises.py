"""Attempts: stored before they are graded, once, whatever happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes.courses import FILES, NOTEBOOK, STEP
from jupyter_hybrid.domain.attempts import AttemptState
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade
from jupyter_hybrid.domain.sessions import Session, SessionState
from jupyter_hybrid.services.exercises import LEASE, MAX_TRIES, Submission

ID = "6b1f4f3e-0000-4000-8000-000000000001"


def a_submission(library, **changes):
    submission = Submission(ID, library.outline(STEP).release, {"mean": "def mean(x): return 1"})
    return replace(submission, **changes)


def a_grade(points):
    return Grade((CellGrade("test-mean", points, 2.0, needs_manual_grade=False),), "kernel", 5)


@pytest.fixture
def record(exercises, ada, library):
    def record(person=ada, exercise="mean", **changes):
        return exercises.record_attempt(
            person, STEP, exercise, submission=a_submission(library, **changes)
        )

    return record


def test_an_attempt_is_stored_before_it_is_graded(record, storage, clock):
    attempt, is_new = record()

    assert is_new
    assert storage.repositories.attempts.get(ID) == attempt
    assert (attempt.state, attempt.submitted_at) == (AttemptState.QUEUED, clock.now())
    assert attempt.delivery == "alone"


def test_the_same_id_twice_is_one_attempt(record, clock, storage):
    first, _ = record()
    clock.advance(seconds=30)

    second, is_new = record()

    assert (second, is_new) == (first, False)
    assert len(storage.repositories.attempts.kept) == 1


def test_the_same_id_with_other_answers_is_refused(record):
    record()

    with pytest.raises(Conflict):
        record(answers={"mean": "something else"})


def test_another_persons_id_is_refused(record, trainer):
    record()

    with pytest.raises(Conflict):
        record(person=trainer)


@pytest.mark.parametrize("exercise", ["nothing", "test-mean", "text"])
def test_an_exercise_that_the_release_lacks(record, exercise):
    with pytest.raises(NotFound):
        record(exercise=exercise)


def test_an_unknown_release(record):
    with pytest.raises(NotFound):
        record(release="0" * 64)


def test_an_answer_to_a_test_cell(record, storage):
    with pytest.raises(Invalid):
        record(answers={"test-mean": "pass"})

    assert storage.repositories.attempts.kept == {}


def test_a_free_cell_behind_nothing(record):
    with pytest.raises(Invalid):
        record(free=(FreeCell("gone", "x"),))


def test_an_attempt_knows_the_live_session_that_it_was_made_in(record, storage, clock):
    live = Session("s1", "ABC234", "Title", "tia", SessionState.LIVE, clock.now())
    storage.repositories.sessions.add(live)

    assert record(session="s1")[0].delivery == "s1"


def test_an_attempt_sent_again_after_its_session_ended_is_still_the_same(record, storage, clock):
    live = Session("s1", "ABC234", "Title", "tia", SessionState.LIVE, clock.now())
    storage.repositories.sessions.add(live)
    first, _ = record(session="s1")

    storage.repositories.sessions.save(replace(live, state=SessionState.ENDED))

    assert record(session="s1") == (first, False)


@pytest.mark.parametrize(("session", "error"), [("nothing", NotFound), ("scheduled", Conflict)])
def test_an_attempt_cannot_claim_a_session_that_is_not_live(record, storage, clock, session, error):
    storage.repositories.sessions.add(
        Session("scheduled", "ABC234", "Title", "tia", SessionState.SCHEDULED, clock.now())
    )

    with pytest.raises(error):
        record(session=session)


def test_the_grader_gets_the_rebuilt_notebook_and_the_exercises_own_tests(exercises, record):
    attempt, _ = record(free=(FreeCell("text", "x = 1"),))

    task = exercises.task(attempt)

    assert [cell.source for cell in task.cells] == [
        "# Averages",
        "x = 1",
        "def mean(x): return 1",
        NOTEBOOK.get("test-mean").source,
        "YOUR ANSWER HERE",
    ]
    assert task.graded == {"test-mean"}
    assert (task.folder, dict(task.files)) == ("basics", FILES)


def test_only_one_grades_an_attempt(exercises, record):
    record()

    assert exercises.begin(ID) is not None
    assert exercises.begin(ID) is None


def test_a_crash_lets_the_attempt_go_after_the_lease(exercises, record, clock):
    record()
    exercises.begin(ID)
    assert exercises.waiting() == []

    clock.advance(seconds=LEASE.total_seconds())

    assert exercises.waiting() == [ID]


def test_crashing_again_and_again_is_an_engine_error_and_not_a_loop(exercises, record, clock):
    record()
    for _ in range(MAX_TRIES):
        assert exercises.begin(ID) is not None
        clock.advance(seconds=LEASE.total_seconds())

    assert exercises.begin(ID) is None
    assert exercises.stored(ID).state is AttemptState.FAILED
    assert exercises.waiting() == []


def test_an_engine_that_fails_three_times_gives_up(exercises, record):
    record()

    for _ in range(MAX_TRIES):
        exercises.give_back(exercises.begin(ID), is_engine_error=True)

    assert exercises.stored(ID).state is AttemptState.FAILED


def test_a_server_that_stops_costs_no_try(exercises, record):
    record()

    for _ in range(MAX_TRIES + 2):
        exercises.give_back(exercises.begin(ID), is_engine_error=False)

    assert exercises.stored(ID).state is AttemptState.QUEUED


def test_a_result_is_stored_with_the_time(exercises, record, clock):
    record()
    attempt = exercises.begin(ID)
    clock.advance(seconds=1)

    graded = exercises.record_result(attempt, a_grade(2.0))

    assert exercises.stored(ID) == graded
    assert (graded.state, graded.hint) == (AttemptState.GRADED, None)
    assert graded.graded_at - graded.submitted_at == timedelta(seconds=1)


def test_each_failed_attempt_gets_the_next_hint(exercises, record):
    hints = []
    for number in range(3):
        attempt, _ = record(id=f"attempt-{number}")
        hints.append(exercises.record_result(attempt, a_grade(1.0)).hint)

    assert hints == ["divide by the number of values", "use len", "use len"]


def test_an_attempt_is_shown_to_its_author_only(exercises, record, ada, trainer):
    record()

    assert exercises.attempt(ada, STEP, "mean", ID).id == ID
    for person, exercise in ((trainer, "mean"), (ada, "why")):
        with pytest.raises(NotFound):
            exercises.attempt(person, STEP, exercise, ID)
