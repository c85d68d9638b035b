"""What is stored about a person as the JSON of openapi.yaml."""

from dataclasses import asdict
from typing import Any

from jupyter_hybrid.api.views import attempt_view, moment
from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.domain.exercises import CellGrade
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.domain.sessions import Session
from jupyter_hybrid.services.my_data import MyData

Json = dict[str, Any]


def enrolment_view(enrolment: Enrolment) -> Json:
    """Return an ``Enrolment``."""
    return {
        "course": enrolment.course,
        "cohort": enrolment.cohort,
        "enrolled_at": moment(enrolment.enrolled_at),
    }


def my_data_view(data: MyData) -> Json:
    """Return a ``MyData``."""
    return {
        "person": data.person,
        "exported_at": moment(data.exported_at),
        "enrolments": [
            {**enrolment_view(one), "display_name": one.display_name} for one in data.enrolments
        ],
        "steps": [_mark(mark) for mark in data.marks],
        "attempts": [_attempt(attempt) for attempt in data.attempts],
        "given_up": [_given_up(one) for one in data.given_up],
        "sessions": [_session(session) for session in data.sessions],
    }


def _mark(mark: StepMark) -> Json:
    return {
        **asdict(mark.step),
        "seen_at": moment(mark.seen_at),
        "done_at": moment(mark.done_at),
        "cell": mark.cell,
    }


def _attempt(attempt: Attempt) -> Json:
    view = attempt_view(attempt, n_attempts=0)
    del view["n_attempts"], view["position"]
    return {
        **view,
        "tampering": list(attempt.grade.tampering) if attempt.grade else [],
        "cells": [_cell_grade(cell) for cell in attempt.grade.cells] if attempt.grade else [],
        "answers": dict(attempt.answers),
        "free": [asdict(cell) for cell in attempt.free],
    }


def _cell_grade(grade: CellGrade) -> Json:
    return {
        "cell": grade.cell,
        "points": grade.points,
        "max_points": grade.max_points,
        "needs_manual_grade": grade.needs_manual_grade,
    }


def _given_up(given_up: GivenUp) -> Json:
    return {
        **asdict(given_up.step),
        "exercise": given_up.exercise,
        "given_up_at": moment(given_up.at),
    }


def _session(session: Session) -> Json:
    return {
        "key": session.key,
        "title": session.title,
        "state": session.state.value,
        "created_at": moment(session.created_at),
        "started_at": moment(session.started_at),
        "ended_at": moment(session.ended_at),
    }
