"""The connection to the database: SQLite in WAL mode, or any other SQLAlchemy URL."""

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)
_BUSY_TIMEOUT_S = 10


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite database file."""
    return f"sqlite:///{path}"


def make_engine(url: str) -> Engine:
    """Return an engine for `url`, set up so that threads and processes can share the database."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  DBAPI connection
    # The driver must not begin transactions by itself: it would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        _choose_journal(cursor)
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
    finally:
        cursor.close()


def _choose_journal(cursor: Any) -> None:  # noqa: ANN401  DBAPI cursor
    """Use WAL, or a rollback journal where there is no shared memory (network homes)."""
    try:
        mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Exception as error:
        if type(error).__name__ != "OperationalError":
            raise
        mode = "none"
    if mode not in {"wal", "memory"}:
        log.warning("this file system does not support SQLite's WAL mode; using a rollback journal")
        cursor.execute("PRAGMA journal_mode=DELETE")


def reading(engine: Engine) -> Engine:
    """Return `engine` for transactions that only read: in WAL mode they wait for nobody."""
    return engine.execution_options(hybrid_is_reading=True)


def _begin(connection: Connection) -> None:
    # A transaction that begins as a reader and then writes fails at once when another has written
    # meanwhile, whatever the timeout; one that begins as a writer waits its turn.
    is_reading = connection.get_execution_options().get("hybrid_is_reading", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def in_words(error: OperationalError) -> str:
    """Return what kept the database from working, in words."""
    text = str(error.orig).lower()
    if "full" in text:
        return "the disk is full"
    if "readonly" in text or "read-only" in text:
        return "it is read-only"
    if "locked" in text or "busy" in text:
        return "another process holds it"
    return "it did not answer"
