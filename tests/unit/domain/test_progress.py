"""How far somebody is."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.attempts import AttemptState, AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.progress import ExerciseState, progress_of

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
