"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from jupyter_hybrid.domain.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration(engine: Engine) -> Config:
    """Return Alembic's configuration for `engine`; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine) -> None:
    """Create or upgrade all tables; does nothing where they are the newest.

    Raises
    ------
    Unavailable
        If the database was written by a newer version or is no database at all.
    """
    config = configuration(engine)
    scripts = ScriptDirectory.from_config(config)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        command.upgrade(config, "head")
    except CommandError as error:
        raise Unavailable(
            "the database was written by a newer version of jupyter_hybrid; it is unchanged: "
            "install that version or name another database"
        ) from error
    except DatabaseError as error:
        raise Unavailable(f"the database {engine.url!r} cannot be opened: {error.orig}") from error
