"""A server whose database cannot be used says so, and serves everything else."""

import sqlite3

import pytest


@pytest.fixture
def jp_server_config(jp_server_config, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with sqlite3.connect(data / "hybrid.sqlite") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    return jp_server_config


@pytest.mark.parametrize(
    ("method", "address"),
    [("GET", "me"), ("GET", "courses"), ("POST", "personas"), ("GET", "sessions")],
)
async def test_a_database_of_a_newer_version_is_said_wherever_one_asks(api, method, address):
    status, answer = await api(method, "hybrid", "api", address, body={"name": "learner"})

    assert status == 503
    assert answer["code"] == "unavailable"
    assert "newer version of jupyter_hybrid; it is unchanged" in answer["message"]


async def test_jupyter_itself_goes_on(api):
    status, answer = await api("GET", "api", "contents")

    assert status == 200
    assert answer["type"] == "directory"
