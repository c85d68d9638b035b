"""What trainers grade as the JSON of openapi.yaml."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jupyter_hybrid.api.views import moment
from jupyter_hybrid.domain.attempts import AttemptOutcome
from jupyter_hybrid.domain.exercises import CellGrade
from jupyter_hybrid.domain.manual_grades import is_by_hand
from jupyter_hybrid.domain.regrades import Recheck, RegradeEffect
from jupyter_hybrid.services.manual_grades import AnswerToGrade, CellToGrade, ToGradeList
from jupyter_hybrid.services.regrades import Regrade, RegradeState

Json = dict[str, Any]


def to_grade_view(page: ToGradeList, *, is_blind: bool) -> Json:
    """Return a ``ToGrade``; graded blind it names nobody."""
    return {
        "items": [_item(one, None if is_blind else page.names) for one in page.attempts],
        "exercises": [
            {
                "module": one.step.module,
                "step": one.step.step,
                "exercise": one.exercise,
                "n_waiting": one.n_waiting,
                "n_graded": one.n_graded,
            }
            for one in page.counts
        ],
    }


def answer_to_grade_view(answer: AnswerToGrade, *, is_blind: bool) -> Json:
    """Return an ``AnswerToGrade``; graded blind it names nobody."""
    names = None if is_blind else {answer.attempt.person: answer.name}
    return {
        **_item(answer.attempt, names),
        "cells": [_cell(one) for one in answer.cells],
        "language": answer.language,
        "is_latest": answer.is_latest,
        "others": [_item(one, names) for one in answer.others],
    }


def regrade_view(regrade: Regrade) -> Json:
    """Return a ``Regrade``; rows come once it is done, and only of attempts that change."""
    is_done = regrade.state in {RegradeState.READY, RegradeState.APPLIED}
    shown = [one for one in regrade.rechecks if one.effect is not RegradeEffect.UNCHANGED]
    return {
        "id": regrade.id,
        "module": regrade.step.module,
        "step": regrade.step.step,
        "exercise": regrade.exercise,
        "release": regrade.release,
        "state": regrade.state.value,
        "n_total": regrade.n_total,
        "n_done": len(regrade.rechecks),
        "n_since": regrade.n_since,
        "problem": regrade.problem,
        **asdict(regrade.tally),
        "rows": [_row(one, regrade.names) for one in shown] if is_done else [],
    }


def _item(attempt: AttemptOutcome, names: Mapping[str, str] | None) -> Json:
    cells = attempt.grade.cells if attempt.grade else ()
    return {
        "attempt": attempt.id,
        "module": attempt.step.module,
        "step": attempt.step.step,
        "exercise": attempt.exercise,
        "learner": None if names is None else _learner(attempt.person, names),
        "submitted_at": moment(attempt.submitted_at),
        "cells": [_given(cell) for cell in cells if is_by_hand(cell)],
    }


def _learner(person: str, names: Mapping[str, str]) -> Json:
    return {"name": person, "display_name": names.get(person, person)}


def _given(cell: CellGrade) -> Json:
    return {
        "cell": cell.cell,
        "points": None if cell.needs_manual_grade else cell.points,
        "max_points": cell.max_points,
        "comment": cell.comment,
        "graded_by": cell.graded_by,
    }


def _cell(cell: CellToGrade) -> Json:
    return {
        **_given(cell.grade),
        "task": [asdict(one) for one in cell.work.task],
        "answer": [asdict(one) for one in cell.work.answer],
        "solution": cell.work.solution,
        "scheme": cell.work.scheme,
    }


def _row(one: Recheck, names: Mapping[str, str]) -> Json:
    return {
        "attempt": one.attempt,
        "learner": _learner(one.person, names),
        "submitted_at": moment(one.submitted_at),
        "before": one.before.points,
        "after": one.after.points if one.after else None,
        "max_points": (one.after or one.before).max_points,
        "effect": one.effect.value,
        "fault": one.fault,
        "tests": [asdict(test) for test in one.tests],
    }
