"""Marks of steps, and exercises that were given up, in the database."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.storage.models import GivenUpRow, StepMarkRow


class SqlStepMarks:
    """The `StepMarkRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def save(self, mark: StepMark) -> None:
        """Store a mark, new or changed; one per person and step."""
        step = mark.step
        self._orm.merge(
            StepMarkRow(
                person=mark.person,
                course=step.course,
                module=step.module,
                step=step.step,
                seen_at=mark.seen_at,
                done_at=mark.done_at,
                cell=mark.cell,
            )
        )
        self._orm.flush()

    def get(self, person: str, step: StepKey) -> StepMark | None:
        """Return a person's mark of a step, or None."""
        row = self._orm.get(StepMarkRow, (person, step.course, step.module, step.step))
        return _mark(row) if row is not None else None

    def of_person(self, person: str, course: str | None = None) -> Sequence[StepMark]:
        """Return a person's marks in a course, or in all of them, oldest visit first."""
        wanted = select(StepMarkRow).where(StepMarkRow.person == person)
        if course is not None:
            wanted = wanted.where(StepMarkRow.course == course)
        return [_mark(row) for row in self._orm.scalars(wanted.order_by(StepMarkRow.seen_at))]


class SqlGivenUp:
    """The `GivenUpRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def add(self, given_up: GivenUp) -> None:
        """Store it; the first time counts."""
        if self.get(given_up.person, given_up.step, given_up.exercise) is not None:
            return
        step = given_up.step
        self._orm.add(
            GivenUpRow(
                person=given_up.person,
                course=step.course,
                module=step.module,
                step=step.step,
                exercise=given_up.exercise,
                at=given_up.at,
            )
        )
        self._orm.flush()

    def get(self, person: str, step: StepKey, exercise: str) -> GivenUp | None:
        """Return when a person gave up an exercise, or None."""
        address = (person, step.course, step.module, step.step, exercise)
        row = self._orm.get(GivenUpRow, address)
        return _given_up(row) if row is not None else None

    def of_person(self, person: str, course: str | None = None) -> Sequence[GivenUp]:
        """Return what a person gave up in a course, or in all of them, oldest first."""
        wanted = select(GivenUpRow).where(GivenUpRow.person == person)
        if course is not None:
            wanted = wanted.where(GivenUpRow.course == course)
        return [_given_up(row) for row in self._orm.scalars(wanted.order_by(GivenUpRow.at))]


def _mark(row: StepMarkRow) -> StepMark:
    return StepMark(
        person=row.person,
        step=StepKey(row.course, row.module, row.step),
        seen_at=row.seen_at,
        done_at=row.done_at,
        cell=row.cell,
    )


def _given_up(row: GivenUpRow) -> GivenUp:
    return GivenUp(row.person, StepKey(row.course, row.module, row.step), row.exercise, row.at)
