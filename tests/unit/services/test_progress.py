"""Progress from courses and attempts."""

from fakes.courses import STEP, a_course
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.progress import ExerciseState
from jupyter_hybrid.services.exercises import Submission
from jupyter_hybrid.services.progress import ProgressService


def test_progress_lists_every_exercise_and_counts_the_persons_own_attempts(
    courses, exercises, storage, library, ada, trainer
):
    progress = ProgressService(courses=courses, storage=storage)
    submission = Submission("1", library.outline(STEP).release, {"mean": "x"})
    attempt, _ = exercises.record_attempt(ada, STEP, "mean", submission=submission)
    cell = CellGrade("test-mean", 1.0, 2.0, needs_manual_grade=False)
    exercises.record_result(attempt, Grade((cell,), "kernel", 5))

    mine = progress.progress(ada, a_course())
    theirs = progress.progress(trainer, a_course())

    assert [(one.exercise, one.state) for one in mine.exercises] == [
        ("mean", ExerciseState.TRIED),
        ("why", ExerciseState.NOT_STARTED),
    ]
    assert (mine.points, mine.max_points, theirs.points) == (1.0, 3.0, 0.0)
