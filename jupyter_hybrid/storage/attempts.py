"""Attempts and grades in the database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypedDict, cast

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, defer

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome, AttemptState, AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import (
    CellGrade,
    FreeCell,
    Grade,
    Missing,
    MissingKind,
    TestResult,
)
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.storage.models import AttemptRow, GradeRow


class SqlAttempts:
    """The `AttemptRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def add(self, attempt: Attempt) -> None:
        """Store a new attempt."""
        self._orm.add(
            AttemptRow(
                id=attempt.id,
                person=attempt.person,
                course=attempt.step.course,
                module=attempt.step.module,
                step=attempt.step.step,
                exercise=attempt.exercise,
                release=attempt.release,
                delivery=attempt.delivery,
                answers=dict(attempt.answers),
                free=[asdict(cell) for cell in attempt.free],
                submitted_at=attempt.submitted_at,
                state=attempt.state.value,
                n_tries=attempt.n_tries,
                leased_until=None,
            )
        )
        self._orm.flush()

    def get(self, attempt_id: str) -> Attempt | None:
        """Return an attempt, or None."""
        found = self._attempts(with_grades().where(AttemptRow.id == attempt_id))
        return found[0] if found else None

    def outcome(self, attempt_id: str) -> AttemptOutcome | None:
        """Return an attempt without loading its answers, or None."""
        found = self._outcomes(with_grades().where(AttemptRow.id == attempt_id))
        return found[0] if found else None

    def of_exercise(self, person: str, step: StepKey, exercise: str) -> Sequence[AttemptOutcome]:
        """Return a person's attempts at an exercise, oldest first, without loading answers."""
        wanted = _of_exercise(person, step, exercise)
        return self._outcomes(with_grades().where(wanted).order_by(*AGE))

    def of_person(self, person: str) -> Sequence[Attempt]:
        """Return all attempts of a person, oldest first."""
        return self._attempts(with_grades().where(AttemptRow.person == person).order_by(*AGE))

    def latest_of_step(self, person: str, step: StepKey) -> Sequence[AttemptOutcome]:
        """Return a person's latest attempt at each exercise of a step that they tried.

        Without loading answers.
        """
        age = func.row_number().over(
            partition_by=AttemptRow.exercise,
            order_by=(AttemptRow.submitted_at.desc(), AttemptRow.id.desc()),
        )
        ranked = select(AttemptRow.id, age.label("age")).where(_of_step(person, step)).subquery()
        latest = select(ranked.c.id).where(ranked.c.age == 1)
        return self._outcomes(with_grades().where(AttemptRow.id.in_(latest)).order_by(*AGE))

    def summaries(self, person: str, course: str | None = None) -> Sequence[AttemptSummary]:
        """Return a person's attempts in a course, or in all of them, in short, oldest first."""
        wanted = AttemptRow.person == person
        if course is not None:
            wanted = and_(wanted, AttemptRow.course == course)
        return self._summaries(wanted)

    def summaries_of_exercise(
        self, person: str, step: StepKey, exercise: str
    ) -> Sequence[AttemptSummary]:
        """Return a person's attempts at one exercise in short, oldest first."""
        return self._summaries(_of_exercise(person, step, exercise))

    def _summaries(self, wanted: ColumnElement[bool]) -> list[AttemptSummary]:
        rows = self._orm.execute(
            select(
                AttemptRow.course,
                AttemptRow.module,
                AttemptRow.step,
                AttemptRow.exercise,
                AttemptRow.state,
                AttemptRow.submitted_at,
                GradeRow.points,
                GradeRow.needs_manual_grade,
                GradeRow.fault.is_not(None),
            )
            .outerjoin(GradeRow, GradeRow.attempt_id == AttemptRow.id)
            .where(wanted)
            .order_by(*AGE)
        )
        keys: dict[tuple[str, str, str], StepKey] = {}
        found = []
        # A course home loads thousands of them: looking each field up by its name doubles the time.
        for course, module, step, exercise, state, submitted_at, points, waits, fault in rows:
            address = (course, module, step)
            key = keys.get(address) or keys.setdefault(address, StepKey(*address))
            found.append(
                AttemptSummary(
                    key,
                    exercise,
                    _STATES[state],
                    submitted_at,
                    points or 0.0,
                    bool(waits),
                    bool(fault),
                )
            )
        return found

    def lease(self, attempt_id: str, *, now: datetime, until: datetime) -> Attempt | None:
        """Take a queued attempt for grading and count the try, or return None."""
        taken = self._orm.execute(
            update(AttemptRow)
            .where(AttemptRow.id == attempt_id, _is_waiting(now))
            .values(leased_until=until, n_tries=AttemptRow.n_tries + 1)
            .execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", taken).rowcount != 1:
            return None
        return self.get(attempt_id)

    def renew_lease(self, attempt_id: str, *, until: datetime) -> bool:
        """Hold on to a queued attempt that is still being graded; False if it is not queued."""
        renewed = self._orm.execute(
            update(AttemptRow)
            .where(AttemptRow.id == attempt_id, AttemptRow.state == AttemptState.QUEUED.value)
            .values(leased_until=until)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", renewed).rowcount == 1

    def release_lease(self, attempt_id: str, *, counts_as_try: bool) -> None:
        """Let a queued attempt go without a result."""
        n_tries = AttemptRow.n_tries if counts_as_try else AttemptRow.n_tries - 1
        self._orm.execute(
            update(AttemptRow)
            .where(AttemptRow.id == attempt_id, AttemptRow.state == AttemptState.QUEUED.value)
            .values(leased_until=None, n_tries=n_tries)
            .execution_options(synchronize_session=False)
        )

    def finish(self, attempt: Attempt) -> None:
        """Store state, grade, hint and `graded_at` of a queued attempt; the first result stays."""
        finished = self._orm.execute(
            update(AttemptRow)
            .where(AttemptRow.id == attempt.id, AttemptRow.state == AttemptState.QUEUED.value)
            .values(state=attempt.state.value, leased_until=None)
            .execution_options(synchronize_session=False)
        )
        is_first = cast("CursorResult[Any]", finished).rowcount == 1
        if is_first and attempt.grade is not None and attempt.graded_at is not None:
            self._orm.add(grade_row(attempt, attempt.grade, at=attempt.graded_at))

    def waiting(self, *, now: datetime) -> Sequence[str]:
        """Return the ids of queued attempts that nobody holds at `now`, oldest first."""
        return self._orm.scalars(select(AttemptRow.id).where(_is_waiting(now)).order_by(*AGE)).all()

    def _attempts(self, statement: "Select[AttemptRow, GradeRow | None]") -> list[Attempt]:
        rows = self._orm.execute(statement.execution_options(populate_existing=True))
        return [attempt_of(row, grade) for row, grade in rows]

    def _outcomes(self, statement: "Select[AttemptRow, GradeRow | None]") -> list[AttemptOutcome]:
        answers = (defer(AttemptRow.answers), defer(AttemptRow.free))
        rows = self._orm.execute(statement.options(*answers))
        return [AttemptOutcome(**outcome_of(row, grade)) for row, grade in rows]


_STATES = {state.value: state for state in AttemptState}
AGE = (AttemptRow.submitted_at, AttemptRow.id)


def with_grades() -> "Select[AttemptRow, GradeRow | None]":
    """Return a query of attempts, each with its grade."""
    statement = select(AttemptRow, GradeRow).outerjoin(
        GradeRow, GradeRow.attempt_id == AttemptRow.id
    )
    return cast("Select[AttemptRow, GradeRow | None]", statement)


def _of_step(person: str, step: StepKey) -> ColumnElement[bool]:
    return and_(
        AttemptRow.person == person,
        AttemptRow.course == step.course,
        AttemptRow.module == step.module,
        AttemptRow.step == step.step,
    )


def _of_exercise(person: str, step: StepKey, exercise: str) -> ColumnElement[bool]:
    return and_(_of_step(person, step), AttemptRow.exercise == exercise)


def _is_waiting(now: datetime) -> ColumnElement[bool]:
    return and_(
        AttemptRow.state == AttemptState.QUEUED.value,
        or_(AttemptRow.leased_until.is_(None), AttemptRow.leased_until <= now),
    )


def grade_row(attempt: Attempt, grade: Grade, *, at: datetime) -> GradeRow:
    """Return the row of what grading an attempt gave."""
    return GradeRow(
        attempt_id=attempt.id,
        points=grade.points,
        max_points=grade.max_points,
        needs_manual_grade=grade.needs_manual_grade,
        isolation=grade.isolation,
        elapsed_ms=grade.elapsed_ms,
        cells=[asdict(cell) for cell in grade.cells],
        notes=list(grade.notes),
        missing=[asdict(missing) for missing in grade.missing],
        trust=grade.trust.value if grade.trust else None,
        tampering=list(grade.tampering),
        fault=grade.fault,
        has_hand_grade=any(cell.graded_by is not None for cell in grade.cells),
        regraded_from=grade.regraded_from,
        hint=attempt.hint,
        graded_at=at,
    )


def attempt_of(row: AttemptRow, grade: GradeRow | None) -> Attempt:
    """Return the attempt that two rows hold."""
    free = tuple(FreeCell(**cell) for cell in row.free)
    return Attempt(**outcome_of(row, grade), answers=row.answers, free=free)


class OutcomeFields(TypedDict):
    """The fields of `AttemptOutcome`."""

    id: str
    person: str
    step: StepKey
    exercise: str
    release: str
    delivery: str
    submitted_at: datetime
    state: AttemptState
    n_tries: int
    grade: Grade | None
    hint: str | None
    graded_at: datetime | None


def outcome_of(row: AttemptRow, grade: GradeRow | None) -> OutcomeFields:
    """Return the fields of an attempt without its answers."""
    return {
        "id": row.id,
        "person": row.person,
        "step": StepKey(row.course, row.module, row.step),
        "exercise": row.exercise,
        "release": row.release,
        "delivery": row.delivery,
        "submitted_at": row.submitted_at,
        "state": AttemptState(row.state),
        "n_tries": row.n_tries,
        "grade": _grade(grade) if grade else None,
        "hint": grade.hint if grade else None,
        "graded_at": grade.graded_at if grade else None,
    }


def _grade(row: GradeRow) -> Grade:
    return Grade(
        cells=tuple(
            CellGrade(**{**cell, "tests": tuple(TestResult(**test) for test in cell["tests"])})
            for cell in row.cells
        ),
        isolation=row.isolation,
        elapsed_ms=row.elapsed_ms,
        notes=tuple(row.notes),
        missing=tuple(
            Missing(**{**missing, "kind": MissingKind(missing["kind"])}) for missing in row.missing
        ),
        trust=TrustMode(row.trust) if row.trust else None,
        tampering=tuple(row.tampering),
        fault=row.fault,
        regraded_from=row.regraded_from,
    )
