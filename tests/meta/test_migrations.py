"""The migrations make the tables that the code has."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import MIGRATIONS, configuration, migrate
from jupyter_hybrid.storage.models import Row


@pytest.fixture
def engine(tmp_path):
    engine = make_engine(sqlite_url(tmp_path / "hybrid.sqlite"))
    yield engine
    engine.dispose()


def test_there_is_one_head(engine):
    assert len(ScriptDirectory.from_config(configuration(engine)).get_heads()) == 1


def test_nothing_differs_between_migrations_and_models(engine):
    migrate(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_migrating_twice_changes_nothing(engine):
    migrate(engine)
    before = inspect(engine).get_table_names()

    migrate(engine)

    assert inspect(engine).get_table_names() == before


def test_every_migration_can_be_taken_back(engine):
    migrate(engine)

    command.downgrade(configuration(engine), "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_every_table_has_a_docstring_that_says_what_it_holds():
    assert [row.__name__ for row in Row.__subclasses__() if not row.__doc__] == []


def test_migrations_travel_in_the_package():
    assert (Path(MIGRATIONS) / "env.py").exists()
    assert list((Path(MIGRATIONS) / "versions").glob("0001_*.py"))
