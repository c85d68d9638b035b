"""Turns the domain's types into the JSON of openapi.yaml."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome
from jupyter_hybrid.domain.exercises import Grade, Missing
from jupyter_hybrid.domain.people import Person, owns_the_server
from jupyter_hybrid.domain.progress import (
    CourseProgress,
    ExerciseProgress,
    NextStep,
    StepProgress,
)
from jupyter_hybrid.domain.releases import Placed, Replaced
from jupyter_hybrid.domain.sessions import Session
from jupyter_hybrid.domain.solutions import Solution
from jupyter_hybrid.domain.tickets import Signed

Json = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """Return a moment as RFC 3339, or None."""
    return value.isoformat() if value is not None else None


def person_view(person: Person) -> Json:
    """Return a ``Person``."""
    return {
        "name": person.name,
        "display_name": person.display_name,
        "roles": sorted(role.value for role in person.roles),
        "persona": person.persona,
    }


def persona_view(name: str, signed: Signed) -> Json:
    """Return a ``Persona``."""
    return {"name": name, "token": signed.token, "expires_at": moment(signed.expires_at)}


def ticket_view(signed: Signed) -> Json:
    """Return a ``Ticket``."""
    return {"ticket": signed.token, "expires_at": moment(signed.expires_at)}


def progress_view(progress: CourseProgress) -> Json:
    """Return a ``Progress``."""
    return {
        "course": progress.course,
        "points": progress.points,
        "max_points": progress.max_points,
        "exercises": [_exercise_progress_view(one) for one in progress.exercises],
        "steps": [step_progress_view(one) for one in progress.steps],
        "next": _next_step_view(progress.next) if progress.next else None,
    }


def step_progress_view(progress: StepProgress) -> Json:
    """Return a ``StepProgress``."""
    return {
        "module": progress.step.module,
        "step": progress.step.step,
        "is_done": progress.is_done,
        "is_marked": progress.is_marked,
        "done_at": moment(progress.done_at),
        "cell": progress.cell,
        "seen_at": moment(progress.seen_at),
        "due_at": moment(progress.due_at),
        "n_exercises": progress.n_exercises,
        "n_passed": progress.n_passed,
    }


def _next_step_view(following: NextStep) -> Json:
    return {
        "module": following.step.module,
        "step": following.step.step,
        "exercise": following.exercise,
        "reason": following.reason.value,
        "due_at": moment(following.due_at),
    }


def _exercise_progress_view(progress: ExerciseProgress) -> Json:
    return {
        "module": progress.step.module,
        "step": progress.step.step,
        "exercise": progress.exercise,
        "points": progress.points,
        "max_points": progress.max_points,
        "n_attempts": progress.n_attempts,
        "n_attempts_left": progress.n_attempts_left,
        "state": progress.state.value,
        "solution": progress.solution.value,
        "last_attempt_at": moment(progress.last_attempt_at),
    }


def placed_view(placed: Placed) -> Json:
    """Return an ``OpenedStep``."""
    return {"path": placed.path, "is_new": placed.is_new, "kind": placed.kind.value}


def replaced_view(replaced: Replaced) -> Json:
    """Return a ``ReplacedStep``."""
    return {
        "path": replaced.path,
        "kept_as": replaced.kept_as,
        "added": list(replaced.added),
        "removed": list(replaced.removed),
        "n_answers": replaced.n_answers,
    }


def solution_view(solution: Solution) -> Json:
    """Return a ``Solution``."""
    return {
        "exercise": solution.exercise,
        "cells": [asdict(cell) for cell in solution.cells],
    }


def answers_view(attempt: Attempt) -> Json:
    """Return an ``Answers``."""
    return {
        "answers": dict(attempt.answers),
        "free": [asdict(cell) for cell in attempt.free],
    }


def attempt_view(attempt: AttemptOutcome, *, n_attempts: int, position: int | None = None) -> Json:
    """Return an ``Attempt``.

    Parameters
    ----------
    n_attempts
        How many attempts at its exercise count so far.
    position
        Its place in the queue, or None if it does not wait there.
    """
    grade = attempt.grade
    return {
        "id": attempt.id,
        **asdict(attempt.step),
        "exercise": attempt.exercise,
        "release": attempt.release,
        "delivery": attempt.delivery,
        "state": attempt.state.value,
        "submitted_at": moment(attempt.submitted_at),
        "graded_at": moment(attempt.graded_at),
        "points": grade.points if grade else None,
        "max_points": grade.max_points if grade else None,
        "needs_manual_grade": grade.needs_manual_grade if grade else False,
        "isolation": grade.isolation if grade else None,
        "trust": grade.trust.value if grade and grade.trust else None,
        "practice": _is_practice(attempt),
        "elapsed_ms": grade.elapsed_ms if grade else None,
        "tests": [asdict(test) for cell in grade.cells for test in cell.tests] if grade else [],
        "comments": _comments(grade) if grade else [],
        "hint": attempt.hint,
        "notes": list(grade.notes) if grade else [],
        "missing": [_missing_view(one) for one in grade.missing] if grade else [],
        "fault": grade.fault if grade else None,
        "position": position,
        "n_attempts": n_attempts,
    }


def _is_practice(attempt: AttemptOutcome) -> bool:
    """Return whether hidden tests were no secret: who owns the disk can read them there."""
    is_open = attempt.grade is not None and attempt.grade.isolation in _OPEN
    return is_open or owns_the_server(attempt.person)


_OPEN = frozenset({"A0", "kernel"})
"""Levels at which an answer can read what the server's user can read."""


def _comments(grade: Grade) -> list[Json]:
    """Return what a person who read the answers gave and said."""
    return [
        {
            "cell": cell.cell,
            "points": cell.points,
            "max_points": cell.max_points,
            "comment": cell.comment,
        }
        for cell in grade.cells
        if cell.graded_by is not None
    ]


def _missing_view(missing: Missing) -> Json:
    return {"kind": missing.kind.value, "name": missing.name, "cell": missing.cell}


def session_view(session: Session, *, n_present: int, is_presented: bool) -> Json:
    """Return a ``Session``."""
    return {
        "key": session.key,
        "join_code": session.join_code,
        "title": session.title,
        "presenter": session.presenter,
        "state": session.state.value,
        "created_at": moment(session.created_at),
        "started_at": moment(session.started_at),
        "ended_at": moment(session.ended_at),
        "n_present": n_present,
        "is_presented": is_presented,
    }
