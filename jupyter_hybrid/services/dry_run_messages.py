"""What dry runs found, as lint says it."""

from collections.abc import Iterable, Iterator

from jupyter_hybrid.domain.lint import DryRun, LintMessage, Severity
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run_words import ONLY_SHARED, UNTOUCHED

_CODES = {
    UNTOUCHED: ("untouched-passes", "let its tests look at what only a right answer gives"),
    ONLY_SHARED: (
        "needs-shared",
        "change that line, or write isolation: shared if you accept it",
    ),
}
_LONGEST = 600


def messages_of(draft: DraftNotebook, runs: Iterable[DryRun]) -> tuple[LintMessage, ...]:
    """Return what dry runs of a notebook found, each at the cell where its exercise begins."""
    return tuple(message for run in runs for message in _messages(draft, run))


def impossible(draft: DraftNotebook, reason: str) -> LintMessage:
    """Return the message that a notebook cannot be run at all."""
    return LintMessage(
        Severity.ERROR,
        "dry-run-impossible",
        draft.path,
        f"the exercises cannot be run: {reason[:_LONGEST]}",
        "see that its kernel is installed here, or leave the runs out with --no-run",
    )


def _messages(draft: DraftNotebook, run: DryRun) -> Iterator[LintMessage]:
    for problem in run.problems:
        code, advice = next(
            (found for begin, found in _CODES.items() if problem.startswith(begin)),
            ("reference-fails", "correct the solution, or the tests"),
        )
        yield _message(draft, run, code=code, text=problem, advice=advice)
    if run.trust in {TrustMode.SEALED, TrustMode.SHARED}:
        yield _stepped_down(draft, run)


def _stepped_down(draft: DraftNotebook, run: DryRun) -> LintMessage:
    is_shared = run.trust is TrustMode.SHARED
    where = "beside the answer, where learners can deceive them" if is_shared else "sealed"
    return _message(
        draft,
        run,
        code="tests-shared" if is_shared else "tests-sealed",
        text=f"its tests run {where}: {'; '.join(run.reasons)}",
        advice="change that line so that data is compared, and they will run split",
        severity=Severity.WARNING,
    )


def _message(
    draft: DraftNotebook,
    run: DryRun,
    *,
    code: str,
    text: str,
    advice: str,
    severity: Severity = Severity.ERROR,
) -> LintMessage:
    exercise = next(one for one in draft.exercises if one.key == run.exercise)
    first = [*exercise.answers, *exercise.graded][0]
    number = [cell.id for cell in draft.notebook.cells].index(first) + 1
    return LintMessage(
        severity,
        code,
        draft.path,
        f"exercise {run.exercise!r}: {text}",
        advice,
        cell=number,
        cell_id=first,
    )
