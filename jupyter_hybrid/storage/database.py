"""The `Storage` port on SQLAlchemy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import sessionmaker

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.services.repositories import Repositories
from jupyter_hybrid.storage.attempts import SqlAttempts
from jupyter_hybrid.storage.engine import in_words, reading
from jupyter_hybrid.storage.enrolments import SqlEnrolments
from jupyter_hybrid.storage.gradebook import SqlGradebook
from jupyter_hybrid.storage.progress import SqlGivenUp, SqlStepMarks
from jupyter_hybrid.storage.releases import SqlReleases
from jupyter_hybrid.storage.sessions import SqlSessions


@dataclass(frozen=True)
class SqlRepositories:
    """Repositories of one transaction."""

    orm: OrmSession

    @cached_property
    def releases(self) -> SqlReleases:
        """Releases."""
        return SqlReleases(self.orm)

    @cached_property
    def attempts(self) -> SqlAttempts:
        """Attempts."""
        return SqlAttempts(self.orm)

    @cached_property
    def gradebook(self) -> SqlGradebook:
        """Everybody's grades."""
        return SqlGradebook(self.orm)

    @cached_property
    def sessions(self) -> SqlSessions:
        """Sessions."""
        return SqlSessions(self.orm)

    @cached_property
    def enrolments(self) -> SqlEnrolments:
        """Enrolments."""
        return SqlEnrolments(self.orm)

    @cached_property
    def marks(self) -> SqlStepMarks:
        """Marks of steps."""
        return SqlStepMarks(self.orm)

    @cached_property
    def given_up(self) -> SqlGivenUp:
        """Exercises that were given up."""
        return SqlGivenUp(self.orm)


class Database:
    """The database of one program.

    Parameters
    ----------
    engine
        From `make_engine`, with the newest schema (`migrate`).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = sessionmaker(engine, expire_on_commit=False)
        self._reading = sessionmaker(reading(engine), expire_on_commit=False)

    @contextmanager
    def transaction(self, *, is_reading: bool = False) -> Iterator[Repositories]:
        """Return repositories that share one transaction, committed at the end of the block.

        Parameters
        ----------
        is_reading
            Whether nothing is written in it; then it waits for no writer.

        Raises
        ------
        Unavailable
            If the database cannot be reached or written; nothing of the block is stored.
        """
        try:
            with (self._reading if is_reading else self._writing).begin() as orm:
                yield SqlRepositories(orm)
        except OperationalError as error:
            raise Unavailable(
                f"the database cannot be used now: {in_words(error)}; try again"
            ) from error
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            raise Unavailable("the connection to the database broke; try again") from error

    def close(self) -> None:
        """Close all connections; idempotent."""
        self._engine.dispose()
