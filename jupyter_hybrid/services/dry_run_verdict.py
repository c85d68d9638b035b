"""What a dry run of an exercise means for whoever is graded."""

from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.lint import DryRun
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.releases import ExerciseTrust
from jupyter_hybrid.services.dry_run_words import UNTOUCHED

FAULT = (
    "the tests of this exercise do not work: even the author's own solution does not pass them;"
    " tell your trainer"
)


def verdict(run: DryRun, *, exercise: Exercise, notebook: Notebook) -> ExerciseTrust:
    """Return how the tests of an exercise run, or why they do not.

    Parameters
    ----------
    run
        What it gave in the rehearsal of `notebook`.
    """
    is_broken = run.trust is None and any(
        not problem.startswith(UNTOUCHED) for problem in run.problems
    )
    # Without a solution nothing was proved, neither that the tests work nor that they do not.
    fault = FAULT if is_broken and _has_solution(exercise, notebook) else None
    return ExerciseTrust(run.trust, run.reasons, fault)


def _has_solution(exercise: Exercise, notebook: Notebook) -> bool:
    answers = (notebook.get(cell_id) for cell_id in exercise.answers)
    return any(cell is not None and cell.source != cell.stub for cell in answers)
