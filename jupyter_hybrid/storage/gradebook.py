"""The `GradebookRepository` port on SQLAlchemy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Subquery, and_, cast, func, not_, or_, select
from sqlalchemy.orm import Session, defer

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.services.gradebook import ToGradeCount, ToGradeQuery, ToGradeState
from jupyter_hybrid.storage.attempts import AGE, attempt_of, grade_row, outcome_of, with_grades
from jupyter_hybrid.storage.models import AttemptRow, GradeRow


class SqlGradebook:
    """The `GradebookRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def to_grade(self, query: ToGradeQuery) -> Sequence[AttemptOutcome]:
        """Return the attempts with something for a person to grade: waiting first, oldest first.

        Of each learner and exercise the latest such attempt only; without loading answers.
        """
        wanted = with_grades().where(AttemptRow.id.in_(select(_latest(_asked(query)).c.id)))
        if query.state is not ToGradeState.ALL:
            waits = query.state is ToGradeState.WAITING
            is_right = GradeRow.needs_manual_grade if waits else not_(GradeRow.needs_manual_grade)
            wanted = wanted.where(is_right)
        page = (
            wanted.order_by(GradeRow.needs_manual_grade.desc(), *AGE)
            .offset(query.offset)
            .limit(query.limit)
            .options(defer(AttemptRow.answers), defer(AttemptRow.free))
        )
        return [AttemptOutcome(**outcome_of(row, grade)) for row, grade in self._orm.execute(page)]

    def counts(self, course: str) -> Sequence[ToGradeCount]:
        """Return of each exercise with something for a person to grade how many there are."""
        latest = _latest(AttemptRow.course == course)
        address = (AttemptRow.module, AttemptRow.step, AttemptRow.exercise)
        n_waiting = func.sum(cast(GradeRow.needs_manual_grade, Integer))
        rows = self._orm.execute(
            select(*address, n_waiting, func.count())
            .join(GradeRow, GradeRow.attempt_id == AttemptRow.id)
            .where(AttemptRow.id.in_(select(latest.c.id)))
            .group_by(*address)
            .order_by(*address)
        )
        return [
            ToGradeCount(StepKey(course, module, step), exercise, waits, n - waits)
            for module, step, exercise, waits, n in rows
        ]

    def graded(self, step: StepKey, exercise: str) -> Sequence[Attempt]:
        """Return everybody's graded attempts at an exercise, oldest first."""
        rows = self._orm.execute(
            with_grades()
            .where(
                _in_step(step),
                AttemptRow.exercise == exercise,
                AttemptRow.state == AttemptState.GRADED.value,
                GradeRow.attempt_id.is_not(None),
            )
            .order_by(*AGE)
        )
        return [attempt_of(row, grade) for row, grade in rows]

    def replace_grade(self, attempt: Attempt) -> None:
        """Store another grade, hint and `graded_at` of an attempt that is graded."""
        if attempt.grade is not None and attempt.graded_at is not None:
            self._orm.merge(grade_row(attempt, attempt.grade, at=attempt.graded_at))
            self._orm.flush()


def _in_step(step: StepKey) -> ColumnElement[bool]:
    return and_(
        AttemptRow.course == step.course,
        AttemptRow.module == step.module,
        AttemptRow.step == step.step,
    )


def _asked(query: ToGradeQuery) -> ColumnElement[bool]:
    asked = AttemptRow.course == query.course
    if query.step is not None:
        asked = and_(asked, _in_step(query.step))
    if query.exercise is not None:
        asked = and_(asked, AttemptRow.exercise == query.exercise)
    return asked


def _latest(asked: ColumnElement[bool]) -> Subquery:
    """Return the ids of each learner's latest attempt at each exercise that a person grades."""
    place = func.row_number().over(
        partition_by=(
            AttemptRow.person,
            AttemptRow.module,
            AttemptRow.step,
            AttemptRow.exercise,
        ),
        order_by=(AttemptRow.submitted_at.desc(), AttemptRow.id.desc()),
    )
    is_by_hand = or_(GradeRow.needs_manual_grade, GradeRow.has_hand_grade)
    ranked = (
        select(AttemptRow.id, place.label("place"))
        .join(GradeRow, GradeRow.attempt_id == AttemptRow.id)
        .where(asked, is_by_hand, GradeRow.fault.is_(None))
        .subquery()
    )
    latest: Any = select(ranked.c.id).where(ranked.c.place == 1)
    return latest.subquery()  # type: ignore[no-any-return]
