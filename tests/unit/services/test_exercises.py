"""Attempts: stored before they are graded, once, whatever happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes.courses import FILES, NOTEBOOK, STEP, a_course
from jupyter_hybrid.domain.attempts import AttemptState
from jupyter_hybrid.domain.courses import BrokenCourse
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound, TooMany
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.sessions import Session, SessionState
from jupyter_hybrid.services.exercises import LEASE, MAX_TRIES, NOTE_GONE, Submission

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


def with_policy(**policy):
    """Return the fakes' notebook with a policy of its first exercise."""
    changed = [
        replace(cell, policy=policy) if cell.id == "mean" else cell for cell in NOTEBOOK.cells
    ]
    return Notebook(tuple(changed))


def test_the_pause_between_two_attempts_says_how_long_it_is(record, library, clock, storage):
    library.notebook = with_policy(pause_s=30.0)
    record()
    clock.advance(seconds=12)

    with pytest.raises(TooMany) as raised:
        record(id="second")

    assert raised.value.retry_after_s == 18
    assert "18 s" in raised.value.message
    assert list(storage.repositories.attempts.kept) == [ID]


def test_a_clock_that_was_put_back_makes_nobody_wait(record, library, clock):
    library.notebook = with_policy(pause_s=30.0)
    clock.advance(minutes=60)
    record()

    clock.advance(minutes=-60)

    assert record(id="second")[1]


def test_what_the_pause_refused_is_taken_after_it(record, library, clock):
    library.notebook = with_policy(pause_s=30.0)
    record()

    clock.advance(seconds=30)

    assert record(id="second")[1]


def test_the_same_id_is_the_same_attempt_also_in_the_pause_and_after_the_last(record, library):
    library.notebook = with_policy(pause_s=30.0, max_attempts=1)
    first, _ = record()

    assert record() == (first, False)


def test_more_attempts_than_the_author_allows_are_refused(record, library, storage):
    library.notebook = with_policy(max_attempts=2)
    record()
    record(id="second")

    with pytest.raises(Conflict, match="you have used all 2 attempts at exercise 'mean'"):
        record(id="third")

    assert len(storage.repositories.attempts.kept) == 2


def test_an_attempt_that_the_engine_could_not_grade_leaves_the_pause_and_the_number(
    record, library, exercises
):
    library.notebook = with_policy(pause_s=30.0, max_attempts=1)
    record()
    for _ in range(MAX_TRIES):
        exercises.give_back(exercises.begin(ID), is_engine_error=True)

    assert record(id="second")[1]


def test_limits_are_of_one_person_and_one_exercise(record, library, trainer):
    library.notebook = with_policy(pause_s=30.0, max_attempts=1)
    record()

    assert record(id="theirs", person=trainer)[1]
    assert record(id="why", exercise="why")[1]


def test_the_limits_that_the_course_has_now_hold_for_an_old_copy(record, library):
    old = library.outline(STEP).release
    record()
    library.notebook = with_policy(max_attempts=1)

    with pytest.raises(Conflict):
        record(id="second", release=old)


def test_the_grader_gets_the_authors_limits(record, library, exercises):
    changed = [
        replace(cell, limits={"cell_s": 2.0}) if cell.id == "mean" else cell
        for cell in NOTEBOOK.cells
    ]
    library.notebook = Notebook(tuple(changed))

    task = exercises.task(record()[0])

    assert (task.limits.cell_s, task.limits.memory_mb) == (2.0, 1024)


@pytest.fixture
def kept_release(library, courses, ada):
    """Return a release that somebody has a copy of."""
    return courses.bundle(ada, STEP).release


def without(*cells):
    return Notebook(tuple(cell for cell in NOTEBOOK.cells if cell.id not in cells))


def test_an_exercise_that_left_the_course_is_still_taken_and_graded(
    record, exercises, library, kept_release, storage
):
    library.notebook = without("mean", "test-mean")

    attempt, is_new = record(release=kept_release)
    graded = exercises.record_result(exercises.begin(attempt.id), a_grade(2.0))

    assert is_new
    assert exercises.task(attempt).graded == {"test-mean"}
    assert (graded.grade.points, graded.grade.notes) == (2.0, (NOTE_GONE,))
    assert storage.repositories.attempts.get(ID) == graded


def test_points_of_an_exercise_that_left_the_course_are_kept_and_not_counted(
    record, exercises, progress, library, kept_release, ada
):
    exercises.record_result(record()[0], a_grade(2.0))
    library.notebook = without("mean", "test-mean")

    without_it = progress.progress(ada, a_course())
    library.notebook = NOTEBOOK
    with_it = progress.progress(ada, a_course())

    assert (without_it.points, without_it.max_points) == (0, 1)
    assert (with_it.points, with_it.max_points) == (2, 3)


def test_a_step_that_cannot_be_read_just_now_is_not_gone(record, exercises, library, kept_release):
    def broken(_step):
        raise Invalid("averages.ipynb cannot be read")

    attempt, _ = record(release=kept_release)
    library.outline = broken

    assert exercises.record_result(attempt, a_grade(2.0)).grade.notes == ()


def test_a_course_whose_file_is_broken_just_now_is_not_gone(
    record, exercises, library, kept_release
):
    def lost(_step):
        raise NotFound("there is no course")

    attempt, _ = record(release=kept_release)
    library.outline = lost
    library.courses = lambda: [BrokenCourse("a_folder", ("course.yaml cannot be read",))]

    assert exercises.record_result(attempt, a_grade(2.0)).grade.notes == ()


def test_a_list_of_attempts_counts_those_that_count(record, exercises, ada):
    record()
    record(id="second")
    record(id="third", exercise="why")

    latest = exercises.latest_attempts(ada, STEP)

    assert [(attempt.exercise, counted) for attempt, counted in latest] == [
        ("mean", 2),
        ("why", 1),
    ]


def test_a_learner_is_not_told_which_file_keeps_a_release_from_being_found(
    exercises, library, ada, trainer
):
    def torn(_step):
        raise Invalid("basics/averages.ipynb, cell 3: it is torn")

    submission = a_submission(library, release="0" * 64)
    library.outline = torn

    with pytest.raises(Invalid, match="tell your trainer") as raised:
        exercises.record_attempt(ada, STEP, "mean", submission=submission)
    assert "averages.ipynb" not in raised.value.message
    with pytest.raises(Invalid, match="cell 3"):
        exercises.record_attempt(trainer, STEP, "mean", submission=submission)
