"""How far somebody is."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.attempts import AttemptState, AttemptSummary
from jupyter_hybrid.domain.courses import Step, StepKey
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.policies import ExercisePolicy
from jupyter_hybrid.domain.progress import (
    ExerciseProgress,
    ExerciseState,
    StepMark,
    progress_of,
    step_progress_of,
)

STEP = StepKey("course", "module", "step")
EXERCISE = Exercise("mean", ("mean",), ("test",), max_points=2)
NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)


def attempt(points, *, minutes=0, state=AttemptState.GRADED, needs_manual_grade=False):
    return AttemptSummary(
        STEP, "mean", state, NINE + timedelta(minutes=minutes), points, needs_manual_grade
    )


@pytest.mark.parametrize(
    ("attempts", "state"),
    [
        ([], ExerciseState.NOT_STARTED),
        ([attempt(0)], ExerciseState.TRIED),
        ([attempt(0, needs_manual_grade=True)], ExerciseState.WAITING),
        ([attempt(2)], ExerciseState.PASSED),
        ([attempt(2), attempt(0)], ExerciseState.PASSED),
        ([attempt(0, state=AttemptState.QUEUED)], ExerciseState.TRIED),
        ([attempt(0, state=AttemptState.FAILED)], ExerciseState.NOT_STARTED),
    ],
)
def test_state_follows_from_the_attempts(attempts, state):
    assert progress_of(STEP, EXERCISE, attempts=attempts).state is state


def test_the_best_attempt_counts_and_the_last_is_remembered():
    progress = progress_of(STEP, EXERCISE, attempts=[attempt(1.5), attempt(0.5, minutes=5)])

    assert (progress.points, progress.n_attempts) == (1.5, 2)
    assert progress.last_attempt_at == NINE + timedelta(minutes=5)


def test_an_attempt_that_the_engine_could_not_grade_does_not_count():
    progress = progress_of(STEP, EXERCISE, attempts=[attempt(0, state=AttemptState.FAILED)])

    assert progress.n_attempts == 0


def test_points_never_exceed_what_the_current_release_gives():
    assert progress_of(STEP, EXERCISE, attempts=[attempt(5)]).points == 2


def minutes(n):
    return NINE + timedelta(minutes=n)


@pytest.mark.parametrize(
    ("attempts", "points", "state"),
    [
        ([], 0, ExerciseState.GIVEN_UP),
        ([attempt(1)], 1, ExerciseState.GIVEN_UP),
        ([attempt(1), attempt(2, minutes=11)], 1, ExerciseState.GIVEN_UP),
        ([attempt(2, minutes=10)], 0, ExerciseState.GIVEN_UP),
        ([attempt(2, minutes=9)], 2, ExerciseState.PASSED),
        ([attempt(0, needs_manual_grade=True)], 0, ExerciseState.GIVEN_UP),
    ],
)
def test_what_is_handed_in_from_giving_up_on_gives_no_points(attempts, points, state):
    progress = progress_of(STEP, EXERCISE, attempts=attempts, given_up_at=minutes(10))

    assert (progress.points, progress.state) == (points, state)
    assert progress.n_attempts == len(attempts)


def test_an_exercise_without_points_is_passed_once_it_was_graded():
    free = Exercise("mean", ("mean",), (), max_points=0)

    assert progress_of(STEP, free, attempts=[]).state is ExerciseState.NOT_STARTED
    assert progress_of(STEP, free, attempts=[attempt(0)]).state is ExerciseState.PASSED


@pytest.mark.parametrize(("max_attempts", "left"), [(None, None), (3, 1), (2, 0), (1, 0)])
def test_attempts_that_are_left_follow_from_those_that_count(max_attempts, left):
    policy = ExercisePolicy(max_attempts=max_attempts)
    exercise = Exercise("mean", ("mean",), ("test",), max_points=2, policy=policy)
    made = [attempt(0), attempt(0), attempt(0, state=AttemptState.FAILED)]

    progress = progress_of(STEP, exercise, attempts=made)

    assert progress.n_attempts_left == left
    assert progress.is_open == (left != 0)


def exercise_progress(settled=None, last=None, state=ExerciseState.TRIED):
    return ExerciseProgress(STEP, "mean", 0, 2, 1, state, last_attempt_at=last, settled_at=settled)


def step_of(exercises=(), mark=None):
    step = Step("step", "Step", "m/step.ipynb", due_at=minutes(60))
    return step_progress_of(STEP, step, exercises=exercises, mark=mark)


def test_a_step_without_exercises_is_done_only_when_it_is_marked():
    seen = StepMark("ada", STEP, minutes(1), cell="text")
    marked = StepMark("ada", STEP, minutes(2), done_at=minutes(2))

    assert (step_of().is_done, step_of(mark=seen).is_done, step_of(mark=seen).cell) == (
        False,
        False,
        "text",
    )
    assert (step_of(mark=marked).is_done, step_of(mark=marked).is_marked) == (True, True)


def test_a_step_is_done_when_all_its_exercises_are_settled_and_since_the_last_of_them():
    both = [exercise_progress(minutes(5)), exercise_progress(minutes(3))]

    done, half = step_of(both), step_of([both[0], exercise_progress()])

    assert (done.is_done, done.is_marked, done.done_at) == (True, False, minutes(5))
    assert (half.is_done, half.n_exercises, half.due_at) == (False, 2, minutes(60))


def test_handing_in_counts_as_having_been_there():
    mark = StepMark("ada", STEP, minutes(1))

    assert step_of([exercise_progress(last=minutes(7))], mark).seen_at == minutes(7)
    assert step_of([exercise_progress(last=minutes(0))], mark).seen_at == minutes(1)


def test_passed_exercises_of_a_step_are_counted():
    passed = exercise_progress(minutes(1), state=ExerciseState.PASSED)

    assert step_of([passed, exercise_progress()]).n_passed == 1
