"""Enrolments in the database."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.storage.models import EnrolmentRow


class SqlEnrolments:
    """The `EnrolmentRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def get(self, person: str, course: str) -> Enrolment | None:
        """Return a person's enrolment in a course, or None."""
        row = self._orm.get(EnrolmentRow, (person, course))
        return _from_row(row) if row is not None else None

    def save(self, enrolment: Enrolment) -> None:
        """Store an enrolment, new or changed; one per person and course."""
        self._orm.merge(EnrolmentRow(**asdict(enrolment)))

    def remove(self, person: str, course: str) -> None:
        """Forget an enrolment; attempts and marks stay."""
        row = self._orm.get(EnrolmentRow, (person, course))
        if row is not None:
            self._orm.delete(row)

    def of_course(self, course: str) -> Sequence[Enrolment]:
        """Return everybody in a course, by cohort and name."""
        rows = self._orm.scalars(select(EnrolmentRow).where(EnrolmentRow.course == course))
        # Databases sort None and letters differently.
        return sorted(map(_from_row, rows), key=lambda one: (one.cohort or "", one.person))

    def of_person(self, person: str) -> Sequence[Enrolment]:
        """Return a person's enrolments, by course."""
        rows = self._orm.scalars(
            select(EnrolmentRow).where(EnrolmentRow.person == person).order_by(EnrolmentRow.course)
        )
        return [_from_row(row) for row in rows]


def _from_row(row: EnrolmentRow) -> Enrolment:
    return Enrolment(
        person=row.person,
        course=row.course,
        enrolled_at=row.enrolled_at,
        cohort=row.cohort,
        display_name=row.display_name,
    )
