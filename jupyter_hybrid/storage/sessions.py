"""Live sessions in the database."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from jupyter_hybrid.domain.errors import Conflict
from jupyter_hybrid.domain.sessions import Session, SessionState
from jupyter_hybrid.storage.models import SessionRow


class SqlSessions:
    """The `SessionRepository` port."""

    def __init__(self, orm: OrmSession) -> None:
        self._orm = orm

    def add(self, session: Session) -> None:
        """Store a new session.

        Raises
        ------
        Conflict
            If its join code is taken by a session that has not ended.
        """
        taken = self._orm.scalars(
            select(SessionRow.key).where(
                SessionRow.join_code == session.join_code,
                SessionRow.state != SessionState.ENDED.value,
            )
        ).first()
        if taken is not None:
            raise Conflict(f"join code {session.join_code} is taken")
        self._orm.add(_to_row(session))

    def get(self, key: str) -> Session | None:
        """Return a session, or None."""
        row = self._orm.get(SessionRow, key)
        return _from_row(row) if row is not None else None

    def save(self, session: Session) -> None:
        """Store a session that changed."""
        self._orm.merge(_to_row(session))

    def of_presenter(self, person: str) -> Sequence[Session]:
        """Return the sessions that a person presented, newest first."""
        rows = self._orm.scalars(
            select(SessionRow)
            .where(SessionRow.presenter == person)
            .order_by(SessionRow.created_at.desc(), SessionRow.key)
        )
        return [_from_row(row) for row in rows]

    def not_ended(self) -> Sequence[Session]:
        """Return scheduled and live sessions, newest first."""
        rows = self._orm.scalars(
            select(SessionRow)
            .where(SessionRow.state != SessionState.ENDED.value)
            .order_by(SessionRow.created_at.desc(), SessionRow.key)
        )
        return [_from_row(row) for row in rows]


def _to_row(session: Session) -> SessionRow:
    return SessionRow(**{**asdict(session), "state": session.state.value})


def _from_row(row: SessionRow) -> Session:
    return Session(
        key=row.key,
        join_code=row.join_code,
        title=row.title,
        presenter=row.presenter,
        state=SessionState(row.state),
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
