"""The database and its fake, to be tried with the same tests."""

import pytest

from fakes.storage import FakeStorage
from jupyter_hybrid.storage.database import Database
from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import migrate


@pytest.fixture(params=["database", "fake"])
def storage(request, tmp_path):
    if request.param == "fake":
        yield FakeStorage()
        return
    engine = make_engine(sqlite_url(tmp_path / "hybrid.sqlite"))
    migrate(engine)
    database = Database(engine)
    yield database
    database.close()
