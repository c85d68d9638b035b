"""The tables. Only this package sees them; everybody else sees the domain's dataclasses."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, ForeignKey, Index, MetaData, String, Text, false, types
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(types.TypeDecorator[datetime]):
    """An aware UTC moment, also in databases that forget time zones (SQLite)."""

    impl = types.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Row(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class ReleaseRow(Row):
    """A frozen version of a step that somebody may have a copy of."""

    __tablename__ = "releases"

    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    module: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Two steps may hold the same notebook."""
    kind: Mapped[str] = mapped_column(String(16), server_default="notebook")
    path: Mapped[str] = mapped_column(Text)
    notebook: Mapped[dict[str, Any]]
    """The author's cells with solutions and hidden tests."""
    learner_copy: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any]]
    created_at: Mapped[datetime]
    trust: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """How the tests of each exercise are run; nothing until that was found out."""


class EnrolmentRow(Row):
    """One person in one course."""

    __tablename__ = "enrolments"
    __table_args__ = (Index(None, "course"),)

    person: Mapped[str] = mapped_column(String(128), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    cohort: Mapped[str | None] = mapped_column(String(64))
    display_name: Mapped[str | None] = mapped_column(String(200))
    """What the trainer's list calls the person."""
    enrolled_at: Mapped[datetime]


class AttemptRow(Row):
    """Answers that somebody handed in; stored before they are graded."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index(None, "person", "course", "module", "step", "exercise"),
        Index(None, "course", "module", "step", "exercise"),
        Index(None, "state", "leased_until"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(128))
    course: Mapped[str] = mapped_column(String(64))
    module: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(64))
    exercise: Mapped[str] = mapped_column(String(128))
    release: Mapped[str] = mapped_column(String(64))
    delivery: Mapped[str] = mapped_column(String(64))
    """``alone`` or the key of a live session."""
    answers: Mapped[dict[str, Any]]
    free: Mapped[list[Any]]
    submitted_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    n_tries: Mapped[int]
    leased_until: Mapped[datetime | None]
    """Until when a server is grading it; a crash lets the lease run out."""


class GradeRow(Row):
    """What grading an attempt gave."""

    __tablename__ = "grades"

    attempt_id: Mapped[str] = mapped_column(
        ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True
    )
    points: Mapped[float]
    max_points: Mapped[float]
    needs_manual_grade: Mapped[bool]
    isolation: Mapped[str] = mapped_column(String(32))
    elapsed_ms: Mapped[int]
    cells: Mapped[list[Any]]
    """Points and tests, cell by cell."""
    notes: Mapped[list[Any]]
    missing: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Kind, name and cell of what only the learner's own kernel may have had."""
    trust: Mapped[str | None] = mapped_column(String(16))
    tampering: Mapped[list[Any]] = mapped_column(server_default="[]")
    """What was found changed in Python itself."""
    fault: Mapped[str | None] = mapped_column(Text)
    """Why the tests themselves could not be run."""
    has_hand_grade: Mapped[bool] = mapped_column(server_default=false())
    """Whether a person gave points for a cell."""
    regraded_from: Mapped[float | None]
    """The points before it was checked again with corrected tests."""
    hint: Mapped[str | None] = mapped_column(Text)
    graded_at: Mapped[datetime]


class StepMarkRow(Row):
    """What one person left at one step: when they saw it, where, and whether they are done."""

    __tablename__ = "step_marks"

    person: Mapped[str] = mapped_column(String(128), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    module: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    cell: Mapped[str | None] = mapped_column(String(128))


class GivenUpRow(Row):
    """An exercise whose worked solution somebody asked for before passing."""

    __tablename__ = "given_up"

    person: Mapped[str] = mapped_column(String(128), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    module: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(64), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime]


class SessionRow(Row):
    """A live session."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "join_code"), Index(None, "state", "created_at"))

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    join_code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    presenter: Mapped[str] = mapped_column(String(128))
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
