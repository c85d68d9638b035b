"""Progress from courses, attempts and marks."""

import pytest

from fakes.courses import STEP, a_course
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.progress import ExerciseState, GivenUp, NextReason
from jupyter_hybrid.services.exercises import Submission


@pytest.fixture
def hand_in(exercises, library, ada):
    """Return a function that hands in and stores what it was worth."""

    def hand_in(points, *, attempt_id="1"):
        submission = Submission(attempt_id, library.outline(STEP).release, {"mean": "x"})
        attempt, _ = exercises.record_attempt(ada, STEP, "mean", submission=submission)
        cell = CellGrade("test-mean", points, 2.0, needs_manual_grade=False)
        return exercises.record_result(attempt, Grade((cell,), "kernel", 5))

    return hand_in


def test_progress_lists_every_exercise_and_counts_the_persons_own_attempts(
    progress, hand_in, ada, trainer
):
    hand_in(1.0)

    mine = progress.progress(ada, a_course())
    theirs = progress.progress(trainer, a_course())

    assert [(one.exercise, one.state) for one in mine.exercises] == [
        ("mean", ExerciseState.TRIED),
        ("why", ExerciseState.NOT_STARTED),
    ]
    assert (mine.points, mine.max_points, theirs.points) == (1.0, 3.0, 0.0)


def test_progress_says_what_to_go_on_with(progress, hand_in, ada, trainer):
    hand_in(2.0)

    mine, theirs = progress.of_courses(ada, [a_course()])[0], progress.progress(trainer, a_course())

    assert (mine.next.step, mine.next.exercise, mine.next.reason) == (
        STEP,
        "why",
        NextReason.RESUME,
    )
    assert (theirs.next.exercise, theirs.next.reason) == ("mean", NextReason.BEGIN)
    assert [(one.n_exercises, one.n_passed, one.is_done) for one in mine.steps] == [(2, 1, False)]


def test_the_course_home_says_the_same_as_the_course(progress, hand_in, ada):
    hand_in(1.0)

    assert progress.of_courses(ada, [a_course()]) == [progress.progress(ada, a_course())]


def test_a_mark_is_stored_with_the_servers_time(progress, storage, ada, clock):
    marked = progress.mark_step(ada, STEP, is_done=True, cell="mean")

    assert (marked.is_done, marked.done_at, marked.cell) == (True, clock.now(), "mean")
    assert storage.repositories.marks.get("ada", STEP).seen_at == clock.now()
    assert progress.progress(ada, a_course()).n_steps_done == 1


def test_marking_twice_keeps_the_first_time_and_unmarking_forgets_it(progress, ada, clock):
    first = progress.mark_step(ada, STEP, is_done=True)
    clock.advance(minutes=5)

    again = progress.mark_step(ada, STEP, is_done=True)
    not_done = progress.mark_step(ada, STEP, is_done=False)

    assert (again.done_at, again.seen_at) == (first.done_at, clock.now())
    assert (not_done.is_done, not_done.done_at) == (False, None)


def test_a_place_alone_leaves_the_mark_and_a_mark_alone_leaves_the_place(progress, ada):
    progress.mark_step(ada, STEP, is_done=True)
    progress.mark_step(ada, STEP, cell="why")

    last = progress.mark_step(ada, STEP, is_done=True)

    assert (last.is_marked, last.cell) == (True, "why")


def test_taking_a_mark_back_leaves_a_step_done_whose_exercises_are(
    progress, hand_in, storage, ada, clock
):
    hand_in(2.0)
    storage.repositories.given_up.add(GivenUp("ada", STEP, "why", clock.now()))

    unmarked = progress.mark_step(ada, STEP, is_done=False)

    assert (unmarked.is_done, unmarked.is_marked) == (True, False)


@pytest.mark.parametrize(
    "step", [StepKey("nothing", "basics", "averages"), StepKey("statistics", "basics", "nothing")]
)
def test_a_step_that_is_not_there_cannot_be_marked(progress, storage, ada, step):
    with pytest.raises(NotFound):
        progress.mark_step(ada, step, is_done=True)

    assert storage.repositories.marks.kept == {}


@pytest.mark.parametrize("cell", ["", "a" * 10_000, "../a", "a b", "a\x00", "é"])
def test_a_cell_id_that_cannot_be_one_is_refused(progress, storage, ada, cell):
    with pytest.raises(Invalid) as raised:
        progress.mark_step(ada, STEP, cell=cell)

    assert raised.value.field == "cell"
    assert len(raised.value.message) < 200
    assert storage.repositories.marks.kept == {}


def test_a_trainer_marks_steps_like_everybody(progress, trainer):
    assert progress.mark_step(trainer, STEP, is_done=True).is_done


def test_marking_a_step_that_cannot_be_opened_is_possible(progress, library, ada):
    def broken(_step):
        raise Invalid("averages.ipynb cannot be read")

    library.outline = broken

    marked = progress.mark_step(ada, STEP, is_done=True)

    assert (marked.is_done, marked.n_exercises) == (True, 0)
    assert progress.progress(ada, a_course()).next is None
